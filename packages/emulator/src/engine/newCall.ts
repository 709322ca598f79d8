import { CallId } from "@recordop/core"
import { type Call, callNotifications, type Participant } from "@recordop/core/calls"
import { Result, type Schema } from "effect"
import { type CallState, toCall } from "../model/CallState.ts"
import type { Instant } from "../model/Instant.ts"
import type { NewId } from "../model/NewId.ts"
import type { CallChange } from "../model/Turn.ts"
import { type CommandContext, type makeCommands, toChange } from "./commands.ts"

/** What Graph answers for what nobody says of a new call. */
const emptyCall = {
  subject: null,
  source: null,
  targets: [],
  requestedModalities: ["audio"],
  mediaConfig: { "@odata.type": "#microsoft.graph.serviceHostedMediaConfig" },
  ringingTimeoutInSeconds: null,
  mediaState: null,
  resultInfo: null,
  answeredBy: null,
  chatInfo: null,
  meetingInfo: null,
  transcription: null,
  toneInfo: null
} as const

/** Whose call it is, and where the bot is told of it. */
interface Owner {
  readonly callbackUri: string
  readonly appId: string
  readonly tenantId: string
  readonly roster: ReadonlyArray<Participant>
}

/** What a new call has in every phase. */
export const newShared = (owner: Owner, properties: Readonly<Record<string, Schema.Json>>, newId: NewId) => ({
  id: CallId.make(newId()),
  ...owner,
  script: null,
  properties: { callChainId: newId(), ...emptyCall, ...properties }
})

type NewState = Extract<CallState, { readonly _tag: "Incoming" | "Establishing" }>

/** Keeps a new call, and tells the bot of it. */
export const makeKeepNew =
  ({ newId, settings }: CommandContext, { transact }: ReturnType<typeof makeCommands>) =>
  (state: NewState, at: Instant, newScript?: CallChange["newScript"]) => {
    const call: Call = toCall(state)
    const change: CallChange = {
      callId: state.id,
      state,
      dueAt: state.until,
      operations: [],
      recordings: [],
      decided: [],
      told: callNotifications(call, settings.notificationForm),
      ...(newScript === undefined ? {} : { newScript })
    }
    const decision = { change: toChange(change, undefined, at, newId), answer: call }
    return transact({ _tag: "Nothing" }, () => Result.succeed(decision))
  }
