import { CallId } from "@recordop/core"
import { callNotifications, type IdentitySet } from "@recordop/core/calls"
import { Effect, Result } from "effect"
import { SecureRandom } from "effect/crypto"
import { anonymousId, type CallState, ringingTime, toCall } from "../model/CallState.ts"
import { actByHand, setScript } from "../model/commands.ts"
import { participantInfo } from "../model/incoming.ts"
import { Callers, NoWebhook } from "../ports/Callers.ts"
import type { IncomingCallRequest } from "../protocol/incomingCalls.ts"
import { emptyCall } from "./calls.ts"
import { type CommandContext, type makeCommands, toChange } from "./commands.ts"

/** `Callers` on a store. */
export const makeCallers = (
  { now, settings }: CommandContext,
  { command, transact }: ReturnType<typeof makeCommands>,
  webhook: string | undefined
): Callers["Service"] => {
  const callBot = Effect.fnUntraced(function*(given: IncomingCallRequest) {
    const callbackUri = given.callbackUri ?? webhook
    if (callbackUri === undefined) return yield* new NoWebhook()
    const at = yield* now
    const state = incomingCall(given, callbackUri, at + ringingTime)
    const call = toCall(state)
    const script = given.script === undefined ? {} : {
      state: { ...state, script: 1 },
      newScript: { number: 1, script: given.script, inUse: [] }
    }
    const change = {
      callId: state.id,
      state,
      dueAt: state.until,
      operations: [],
      recordings: [],
      told: callNotifications(call, settings.notificationForm),
      ...script
    }
    yield* transact(
      { _tag: "Nothing" },
      () => Result.succeed({ change: toChange(change, undefined, at), answer: undefined })
    )
    return call
  })

  return Callers.of({
    callBot,
    setScript: (callId, script) => Effect.asVoid(command(callId, setScript(script))),
    act: (callId, step) => Effect.asVoid(command(callId, actByHand(step)))
  })
}

/** Whoever calls when nobody in particular does. */
const somebody = (tenantId: string): IdentitySet => ({
  user: {
    "@odata.type": "#microsoft.graph.identity",
    id: "112f7296-5fa4-42ca-bae8-6a692b15d4b8",
    displayName: "Caller",
    tenantId,
    identityProvider: "AAD"
  }
})

const incomingCall = (
  { from, tenantId = anonymousId, to }: IncomingCallRequest,
  callbackUri: string,
  until: number
): Extract<CallState, { readonly _tag: "Incoming" }> => {
  const appId = to?.application?.id ?? to?.applicationInstance?.id ?? anonymousId
  const caller = SecureRandom.uuidV4Unsafe()
  const myParticipantId = SecureRandom.uuidV4Unsafe()
  const called = to ?? { application: { "@odata.type": "#microsoft.graph.identity", id: appId, tenantId } }
  return {
    _tag: "Incoming",
    id: CallId.make(SecureRandom.uuidV4Unsafe()),
    callbackUri,
    appId,
    tenantId,
    script: null,
    properties: {
      callChainId: SecureRandom.uuidV4Unsafe(),
      ...emptyCall,
      mediaConfig: null,
      direction: "incoming",
      source: participantInfo("participantInfo", from ?? somebody(tenantId), caller),
      targets: [participantInfo("invitationParticipantInfo", called, myParticipantId)],
      tenantId,
      myParticipantId,
      incomingContext: {
        "@odata.type": "#microsoft.graph.incomingContext",
        sourceParticipantId: caller,
        observedParticipantId: caller
      }
    },
    until
  }
}
