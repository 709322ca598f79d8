import { type CallId, CallNotFound } from "@recordop/core"
import type { BotIdentity, IdentitySet, ParticipantInfo } from "@recordop/core/calls"
import { Effect, Result } from "effect"
import type { CallerScript } from "../model/caller/CallerScript.ts"
import { type CallState, ringingTime } from "../model/CallState.ts"
import { actByHand, setScript, speakByHand } from "../model/commands.ts"
import type { NewId } from "../model/NewId.ts"
import { comeInByHand, removeParticipant, setMuted } from "../model/participants.ts"
import { personIn } from "../model/people.ts"
import { reportOf } from "../model/story/report.ts"
import { Callers, NoWebhook } from "../ports/Callers.ts"
import type { Sounds } from "../ports/Sounds.ts"
import type { IncomingCallRequest, Party } from "../protocol/incomingCalls.ts"
import type { CommandContext, makeCommands } from "./commands.ts"
import type { EmulatorSettings } from "./Emulator.ts"
import { makeKeepNew, newShared } from "./newCall.ts"
import { newPersonIds } from "./newIds.ts"
import { incomingRoster, somebody } from "./newRoster.ts"
import { findSound, withSound } from "./sounds.ts"

/** `Callers` on a store. */
export const makeCallers = (
  context: CommandContext,
  commands: ReturnType<typeof makeCommands>,
  { bot, webhook }: Pick<EmulatorSettings, "bot" | "webhook">,
  sounds: Sounds["Service"]
): Callers["Service"] => {
  const { command } = commands
  const keepNew = makeKeepNew(context, commands)

  const find = findSound(sounds)
  const withSounds = (script: CallerScript) => Effect.forEach(script, (step) => withSound(find, step))

  const callBot = Effect.fnUntraced(function*(given: IncomingCallRequest) {
    const callbackUri = given.callbackUri ?? webhook
    if (callbackUri === undefined) return yield* new NoWebhook()
    const at = yield* context.now
    const state = incomingCall(given, callbackUri, bot, at + ringingTime, context.newId)
    if (given.script === undefined) return yield* keepNew(state, at)
    const script = yield* withSounds(given.script)
    return yield* keepNew({ ...state, script: 1 }, at, { number: 1, script, inUse: [] })
  })

  const script = (callId: CallId) =>
    commands.transact({ _tag: "Call", callId, queue: "first" }, ({ call }) => {
      if (call === undefined) return Result.fail(new CallNotFound({ callId }))
      const { scripts, state } = call
      const followed = state.script === null ? undefined : scripts.get(state.script)
      return Result.succeed({ answer: reportOf(state, followed ?? context.settings.callerScript) })
    })

  const join = Effect.fnUntraced(function*(callId: CallId, who: Party) {
    const ids = newPersonIds(context.newId)
    const { state } = yield* command(callId, comeInByHand({ identity: who, ids }))
    return state?.roster?.find(({ id }) => id === ids.participantId) ?? personIn(who, ids, 0)
  })

  return Callers.of({
    callBot,
    script,
    join,
    setScript: (callId, given) =>
      Effect.flatMap(withSounds(given), (script) => Effect.asVoid(command(callId, setScript(script)))),
    act: (callId, given) =>
      Effect.flatMap(withSound(find, given), (action) => Effect.asVoid(command(callId, actByHand(action)))),
    speak: Effect.fnUntraced(function*(callId, samples) {
      const { id, sound } = yield* sounds.keep(samples)
      yield* command(callId, speakByHand({ _tag: "Play", name: "voice", file: { id, sound } }))
    }),
    leave: ({ callId, participantId }) => Effect.asVoid(command(callId, removeParticipant(participantId))),
    setMuted: ({ callId, participantId }, isMuted) => Effect.asVoid(command(callId, setMuted(participantId, isMuted)))
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

const incomingCall = (
  { from, meeting = {}, tenantId: asked, to }: IncomingCallRequest,
  callbackUri: string,
  bot: BotIdentity,
  until: number,
  newId: NewId
): Extract<CallState, { readonly _tag: "Incoming" }> => {
  const appId = to?.application?.id ?? to?.applicationInstance?.id ?? bot.appId
  const tenantId = asked ?? bot.tenantId
  const caller = newId()
  const myParticipantId = newId()
  const called = to ?? { application: { "@odata.type": "#microsoft.graph.identity", id: appId, tenantId } }
  const properties = {
    mediaConfig: null,
    direction: "incoming",
    source: participantInfo("participantInfo", from ?? somebody(tenantId), caller),
    targets: [participantInfo("invitationParticipantInfo", called, myParticipantId)],
    ...meeting,
    tenantId,
    myParticipantId,
    incomingContext: {
      "@odata.type": "#microsoft.graph.incomingContext",
      sourceParticipantId: caller,
      observedParticipantId: caller
    }
  }
  const roster = incomingRoster(from ?? somebody(tenantId), caller, called, {
    appId,
    tenantId,
    participantId: myParticipantId
  }, newId)
  return { _tag: "Incoming", ...newShared({ callbackUri, appId, tenantId, roster }, properties, newId), until }
}
