import type { IdentitySet, ParticipantInfo } from "@recordop/core/calls"
import { Effect } from "effect"
import { SecureRandom } from "effect/crypto"
import { anonymousId, type CallState, ringingTime } from "../model/CallState.ts"
import { actByHand, setScript } from "../model/commands.ts"
import { Callers, NoWebhook } from "../ports/Callers.ts"
import type { IncomingCallRequest } from "../protocol/incomingCalls.ts"
import type { CommandContext, makeCommands } from "./commands.ts"
import { makeKeepNew, newShared } from "./newCall.ts"

/** `Callers` on a store. */
export const makeCallers = (
  context: CommandContext,
  commands: ReturnType<typeof makeCommands>,
  webhook: string | undefined
): Callers["Service"] => {
  const { command } = commands
  const keepNew = makeKeepNew(context, commands)

  const callBot = Effect.fnUntraced(function*(given: IncomingCallRequest) {
    const callbackUri = given.callbackUri ?? webhook
    if (callbackUri === undefined) return yield* new NoWebhook()
    const at = yield* context.now
    const state = incomingCall(given, callbackUri, at + ringingTime)
    return yield* given.script === undefined
      ? keepNew(state, at)
      : keepNew({ ...state, script: 1 }, at, { number: 1, script: given.script, inUse: [] })
  })

  return Callers.of({
    callBot,
    setScript: (callId, script) => Effect.asVoid(command(callId, setScript(script))),
    act: (callId, step) => Effect.asVoid(command(callId, actByHand(step)))
  })
}

/** Whoever takes part in an incoming call, as Graph has them. */
const participantInfo = (
  type: "participantInfo" | "invitationParticipantInfo",
  identity: IdentitySet,
  participantId: string
): ParticipantInfo => ({
  "@odata.type": `#microsoft.graph.${type}`,
  identity: { "@odata.type": "#microsoft.graph.identitySet", ...identity },
  endpointType: "default",
  region: "westus",
  languageId: "en-US",
  id: participantId
})

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
  const properties = {
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
  }
  return { _tag: "Incoming", ...newShared({ callbackUri, appId, tenantId }, properties), until }
}
