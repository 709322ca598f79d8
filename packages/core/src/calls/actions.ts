import { Effect, Schema } from "effect"
import { actionDecoder } from "../internal/actionBody.ts"
import { clientContext } from "../internal/clientContext.ts"
import { inAnyCase } from "../internal/inAnyCase.ts"
import { promptsUpTo } from "./MediaPrompt.ts"
import { ToneName } from "./NotifiedCall.ts"
import { Tone } from "./Tone.ts"

const Seconds = Schema.Int.check(
  Schema.isBetween({ minimum: 1, maximum: 120 }, { expected: "a whole number of seconds from 1 to 120" })
)

const orElse = <S extends Schema.Constraint>(schema: S, value: S["Type"]) =>
  Schema.withDecodingDefaultTypeKey<S>(Effect.succeed(value))(schema)

const context = orElse(clientContext, null)

/**
 * What `recordResponse` may be told. The three timers are in seconds.
 *
 * Source: Graph, "call: record" (parameters, defaults and limits); `streamWhileRecording` is of beta and has no effect.
 */
export const RecordResponseParameters = Schema.Struct({
  prompts: orElse(promptsUpTo(1).annotate({ description: "What is played before the recording; at most one." }), []),
  bargeInAllowed: orElse(
    Schema.Boolean.annotate({
      description: "Whether this interrupts what is playing, recording or waiting."
    }),
    false
  ),
  initialSilenceTimeoutInSeconds: orElse(Seconds.annotate({ description: "How long the caller may say nothing." }), 5),
  maxSilenceTimeoutInSeconds: orElse(
    Seconds.annotate({
      description: "How long the caller may pause after having spoken."
    }),
    5
  ),
  maxRecordDurationInSeconds: orElse(Seconds.annotate({ description: "How long the recording may be." }), 5),
  playBeep: orElse(Schema.Boolean.annotate({ description: "Whether a beep is played before the recording." }), true),
  streamWhileRecording: Schema.optionalKey(Schema.Boolean),
  stopTones: orElse(Schema.Array(Tone).annotate({ description: "The keys that end the recording." }), []),
  clientContext: context
}).annotate({
  description: "What recordResponse may be told.",
  messageUnexpectedKey:
    "Expected no such parameter; there are prompts, bargeInAllowed, initialSilenceTimeoutInSeconds, maxSilenceTimeoutInSeconds, " +
    "maxRecordDurationInSeconds, playBeep, stopTones and clientContext"
})
export type RecordResponseParameters = typeof RecordResponseParameters.Type

/** The parameters with their defaults: those of a body that says nothing. */
export const defaultRecordResponse: RecordResponseParameters = {
  prompts: [],
  bargeInAllowed: false,
  initialSilenceTimeoutInSeconds: 5,
  maxSilenceTimeoutInSeconds: 5,
  maxRecordDurationInSeconds: 5,
  playBeep: true,
  stopTones: [],
  clientContext: null
}

/**
 * What `playPrompt` is told.
 *
 * Source: Graph, "call: playPrompt" (at most 20 prompts); `loop` is of beta and has no effect.
 */
export const PlayPromptParameters = Schema.Struct({
  prompts: promptsUpTo(20).check(Schema.isMinLength(1, { expected: "at least one prompt" })),
  loop: Schema.optionalKey(Schema.Boolean),
  clientContext: context
}).annotate({
  description: "What playPrompt is told.",
  messageUnexpectedKey: "Expected no such parameter; there are prompts and clientContext"
})
export type PlayPromptParameters = typeof PlayPromptParameters.Type

/**
 * What `cancelMediaProcessing` is told.
 *
 * Source: Graph, "call: cancelMediaProcessing"; `all` is of beta and has no effect.
 */
export const CancelMediaProcessingParameters = Schema.Struct({
  all: Schema.optionalKey(Schema.Boolean),
  clientContext: context
}).annotate({
  description: "What cancelMediaProcessing is told.",
  messageUnexpectedKey: "Expected no such parameter; there is clientContext"
})
export type CancelMediaProcessingParameters = typeof CancelMediaProcessingParameters.Type

/** How long the bot may wait between two keys, in milliseconds. */
const Delay = Schema.Int.check(
  Schema.isBetween({ minimum: 0, maximum: 60_000 }, { expected: "a whole number of milliseconds from 0 to 60000" })
)

/**
 * What `sendDtmfTones` is told; `delayBetweenTonesMs` is in milliseconds.
 *
 * Source: CSDL, action `sendDtmfTones` (`tones` is never null). The limits are recordop's.
 */
export const SendDtmfTonesParameters = Schema.Struct({
  tones: Schema.Array(inAnyCase(ToneName)).check(
    Schema.isMinLength(1, { expected: "at least one tone" }),
    Schema.isMaxLength(100, { expected: "at most 100 tones" })
  ),
  delayBetweenTonesMs: orElse(Delay, 0),
  clientContext: context
}).annotate({
  description: "What sendDtmfTones is told.",
  messageUnexpectedKey: "Expected no such parameter; there are tones, delayBetweenTonesMs and clientContext"
})
export type SendDtmfTonesParameters = typeof SendDtmfTonesParameters.Type

/** Decodes the body of `sendDtmfTones`. */
export const decodeSendDtmfTones = actionDecoder(SendDtmfTonesParameters)

/**
 * What `subscribeToTone`, `mute` and `unmute` are told.
 *
 * Source: Graph, the pages of these actions.
 */
export const ContextParameters = Schema.Struct({ clientContext: context }).annotate({
  description: "What subscribeToTone, mute and unmute are told.",
  messageUnexpectedKey: "Expected no such parameter; there is clientContext"
})
export type ContextParameters = typeof ContextParameters.Type

/**
 * What `updateRecordingStatus` is told.
 *
 * Source: Graph, "call: updateRecordingStatus"; CSDL, enumeration `microsoft.graph.recordingStatus`.
 */
export const UpdateRecordingStatusParameters = Schema.Struct({
  status: inAnyCase(Schema.Literals(["unknown", "notRecording", "recording", "failed", "unknownFutureValue"])),
  clientContext: context
}).annotate({
  description: "What updateRecordingStatus is told.",
  messageUnexpectedKey: "Expected no such parameter; there are status and clientContext"
})
export type UpdateRecordingStatusParameters = typeof UpdateRecordingStatusParameters.Type

/** Decodes the body of `subscribeToTone`, `mute` or `unmute`. */
export const decodeContext = actionDecoder(ContextParameters)

/** Decodes the body of `updateRecordingStatus`. */
export const decodeUpdateRecordingStatus = actionDecoder(UpdateRecordingStatusParameters)

/** Decodes the body of `recordResponse`. */
export const decodeRecordResponse = actionDecoder(RecordResponseParameters)

/** Decodes the body of `playPrompt`. */
export const decodePlayPrompt = actionDecoder(PlayPromptParameters)

/** Decodes the body of `cancelMediaProcessing`. */
export const decodeCancelMediaProcessing = actionDecoder(CancelMediaProcessingParameters)
