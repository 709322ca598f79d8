import { type CallId, CallNotFound, isSameId } from "@recordop/core"
import {
  type CompletedOperation,
  type InviteParameters,
  type InviteParticipantsOperation,
  type ParticipantKey,
  ParticipantNotFound,
  Participants
} from "@recordop/core/calls"
import { Effect } from "effect"
import { invite } from "../model/invitations.ts"
import { completeFor, muteParticipant, removeParticipant } from "../model/participants.ts"
import { rosterOf } from "../model/roster.ts"
import type { Command } from "../model/step.ts"
import type { CommandContext, makeCommands } from "./commands.ts"
import { completedOperation, newOperationId, newPersonIds, replacedCall } from "./newIds.ts"
import { cannotReplaceItself, endReplaced } from "./replacing.ts"

/** `Participants` on a store. */
export const makeParticipants = (
  { newId, store }: CommandContext,
  { command }: ReturnType<typeof makeCommands>
): Participants["Service"] => {
  const list = Effect.fnUntraced(function*(callId: CallId) {
    const state = yield* store.findCall(callId)
    if (state === undefined || state._tag === "Terminated") return yield* new CallNotFound({ callId })
    return state._tag === "Incoming" || state._tag === "Establishing" ? [] : rosterOf(state)
  })

  const get = Effect.fnUntraced(function*({ callId, participantId }: ParticipantKey) {
    const found = (yield* list(callId)).find(({ id }) => isSameId(id ?? "", participantId))
    return found ?? (yield* new ParticipantNotFound({ callId, participantId }))
  })

  const inviteAll = Effect.fnUntraced(function*(callId: CallId, { clientContext, participants }: InviteParameters) {
    const replaced = participants.flatMap(({ replacesCallId }) => replacedCall(replacesCallId) ?? [])
    if (replaced.some((one) => isSameId(one, callId))) return yield* cannotReplaceItself
    const operation: InviteParticipantsOperation = {
      "@odata.type": "#microsoft.graph.inviteParticipantsOperation",
      id: newOperationId(newId),
      status: "Running",
      clientContext,
      resultInfo: null,
      participants
    }
    const newcomers = participants.map(({ identity }) => ({ identity, ids: newPersonIds(newId) }))
    yield* command(callId, invite(operation, newcomers))
    yield* Effect.forEach(replaced, endReplaced(command), { discard: true })
    return operation
  })

  /** An action whose operation is complete when it is answered. */
  const completed = <const T extends CompletedOperation["@odata.type"], E>(
    type: T,
    commandOf: (participantId: string, operation: ReturnType<typeof completedOperation<T>>) => Command<E>
  ) =>
  ({ callId, participantId }: ParticipantKey, { clientContext }: { readonly clientContext: string | null }) =>
    Effect.suspend(() => {
      const operation = completedOperation(type, newId, clientContext)
      return Effect.as(command(callId, commandOf(participantId, operation)), operation)
    })

  return Participants.of({
    list,
    get,
    invite: inviteAll,
    remove: ({ callId, participantId }) => Effect.asVoid(command(callId, removeParticipant(participantId))),
    mute: completed("#microsoft.graph.muteParticipantOperation", muteParticipant),
    startHoldMusic: completed("#microsoft.graph.startHoldMusicOperation", completeFor),
    stopHoldMusic: completed("#microsoft.graph.stopHoldMusicOperation", completeFor)
  })
}
