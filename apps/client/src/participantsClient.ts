import type { CallId } from "@recordop/core"
import type {
  CompletedOperation,
  InviteParameters,
  InviteParticipantsOperation,
  Participant
} from "@recordop/core/calls"
import type { Party } from "@recordop/emulator/protocol/incomingCalls"
import type { AllRequests } from "./promiseRequests.ts"
import type { RequestOptions, Run } from "./run.ts"

/** Who is in a call. */
export interface ParticipantsClient {
  readonly list: (options?: RequestOptions) => Promise<ReadonlyArray<Participant>>
  readonly get: (participantId: string, options?: RequestOptions) => Promise<Participant>
  /** Brings people into a group call. */
  readonly invite: (
    parameters: Pick<InviteParameters, "participants"> & Partial<InviteParameters>,
    options?: RequestOptions
  ) => Promise<InviteParticipantsOperation>
  readonly remove: (participantId: string, options?: RequestOptions) => Promise<void>
  readonly mute: (participantId: string, options?: RequestOptions) => Promise<CompletedOperation>
  /** Somebody comes in by themselves, as in `{ user: { displayName: "Alice" } }`. Needs recordop's server. */
  readonly join: (who: Party, options?: RequestOptions) => Promise<Participant>
  /** Somebody leaves by themselves. Needs recordop's server. */
  readonly leave: (participantId: string, options?: RequestOptions) => Promise<void>
  /** Somebody mutes or unmutes themselves. Needs recordop's server. */
  readonly setMuted: (participantId: string, isMuted: boolean, options?: RequestOptions) => Promise<void>
}

/** What can be done with the people of a call, as promises. */
export const makeParticipantsClient = (
  { promise }: Run,
  { participants }: AllRequests,
  callId: CallId
): ParticipantsClient => {
  const keyOf = (participantId: string) => ({ callId, participantId })
  return {
    list: (options) => promise(participants.list(callId), options),
    get: (id, options) => promise(participants.get(keyOf(id)), options),
    invite: (parameters, options) => promise(participants.invite(callId, parameters), options),
    remove: (id, options) => promise(participants.remove(keyOf(id)), options),
    mute: (id, options) => promise(participants.mute(keyOf(id), {}), options),
    join: (who, options) => promise(participants.join(callId, who), options),
    leave: (id, options) => promise(participants.leave(keyOf(id)), options),
    setMuted: (id, isMuted, options) => promise(participants.setMuted(keyOf(id), isMuted), options)
  }
}
