import { formatProblems, problemsOf } from "@recordop/core"
import { decodeRecordResponse, type RecordResponseParameters } from "@recordop/core/calls"
import { Effect, Option, Result } from "effect"
import { Flag } from "effect/cli"
import { fail, type Failure, wrongUsage } from "./Failure.ts"
import { PromptUri } from "./PromptUri.ts"

const seconds = (name: string, description: string) =>
  Flag.Int(name).pipe(
    Flag.withMetavar("SECONDS"),
    Flag.withDescription(`${description}: 1 to 120 seconds, 5 unless given`),
    Flag.optional
  )

/** Flags with the parameters of `recordResponse`. */
export const recordFlags = {
  prompt: Flag.String("prompt").pipe(
    Flag.withSchema(PromptUri),
    Flag.withMetavar("URI"),
    Flag.withDescription("A wave file to play first; it is never fetched"),
    Flag.optional
  ),
  bargeIn: Flag.Boolean("barge-in").pipe(
    Flag.withDescription("Interrupt what plays, records and waits"),
    Flag.withDefault(false)
  ),
  initialSilenceTimeout: seconds("initial-silence-timeout", "How long the caller may say nothing"),
  maxSilenceTimeout: seconds("max-silence-timeout", "How long the caller may pause"),
  maxRecordDuration: seconds("max-record-duration", "How long the recording may be"),
  playBeep: Flag.Boolean("play-beep").pipe(
    Flag.withDescription("Play a beep before the recording; --no-play-beep does not"),
    Flag.withDefault(true)
  ),
  stopTones: Flag.String("stop-tone").pipe(
    Flag.withMetavar("TONE"),
    Flag.withDescription("A key that ends the recording: 0 to 9, *, # or A to D; can be repeated"),
    Flag.atLeast(0)
  ),
  clientContext: Flag.String("client-context").pipe(
    Flag.withDescription("What the operation is recognized by; at most 256 characters"),
    Flag.optional
  )
}

/** What the flags of `recordFlags` say. */
export interface RecordInput {
  readonly prompt: Option.Option<string>
  readonly bargeIn: boolean
  readonly initialSilenceTimeout: Option.Option<number>
  readonly maxSilenceTimeout: Option.Option<number>
  readonly maxRecordDuration: Option.Option<number>
  readonly playBeep: boolean
  readonly stopTones: ReadonlyArray<string>
  readonly clientContext: Option.Option<string>
}

/** The parameters that the flags make together. */
export const readParameters = (input: RecordInput): Effect.Effect<RecordResponseParameters, Failure> => {
  const decoded = decodeRecordResponse({
    prompts: Option.isSome(input.prompt) ? [{ mediaInfo: { uri: input.prompt.value } }] : [],
    bargeInAllowed: input.bargeIn,
    initialSilenceTimeoutInSeconds: Option.getOrNull(input.initialSilenceTimeout),
    maxSilenceTimeoutInSeconds: Option.getOrNull(input.maxSilenceTimeout),
    maxRecordDurationInSeconds: Option.getOrNull(input.maxRecordDuration),
    playBeep: input.playBeep,
    stopTones: input.stopTones,
    clientContext: Option.getOrNull(input.clientContext)
  })
  return Result.isSuccess(decoded)
    ? Effect.succeed(decoded.success)
    : fail(formatProblems(problemsOf(decoded.failure.issue)), wrongUsage)
}
