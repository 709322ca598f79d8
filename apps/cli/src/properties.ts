import {
  composeUpdates,
  decodeOptions,
  formatProblems,
  problemsOf,
  RecordCompletionReason,
  RecordOperationUpdate
} from "@recordop/core"
import { Effect, Option, Result, Schema } from "effect"
import { Flag } from "effect/cli"
import { readDocument } from "./documents.ts"
import { fail, wrongUsage } from "./Failure.ts"

const clearable = {
  "client-context": "clientContext",
  "result-info": "resultInfo",
  "recording-location": "recordingLocation",
  "recording-access-token": "recordingAccessToken",
  "completion-reason": "completionReason"
} as const

const text = (name: string, description: string) =>
  Flag.String(name).pipe(Flag.withDescription(description), Flag.optional)

const integer = (name: string, description: string) =>
  Flag.Int(name).pipe(Flag.withDescription(description), Flag.optional)

/** Flags that say what an operation gets. */
export const properties = {
  status: text("status", "NotStarted, Running, Completed or Failed, in any letter case"),
  clientContext: text("client-context", "At most 256 characters"),
  resultCode: integer("result-code", "resultInfo.code"),
  resultSubcode: integer("result-subcode", "resultInfo.subcode"),
  resultMessage: text("result-message", "resultInfo.message"),
  recordingLocation: text("recording-location", "Where the recording can be fetched"),
  recordingAccessToken: text("recording-access-token", "The token that fetches it"),
  completionReason: text("completion-reason", `One of ${RecordCompletionReason.literals.join(", ")}`),
  clear: Flag.ChoiceWithValue("clear", Object.entries(clearable)).pipe(
    Flag.withDescription("A property to set to null; can be repeated"),
    Flag.atLeast(0)
  ),
  body: Flag.String("body").pipe(
    Flag.withMetavar("FILE"),
    Flag.withDescription("A JSON file with properties, or - for stdin; other flags win over it"),
    Flag.optional
  )
}

/** What the flags of `properties` say. */
export interface Properties {
  readonly status: Option.Option<string>
  readonly clientContext: Option.Option<string>
  readonly resultCode: Option.Option<number>
  readonly resultSubcode: Option.Option<number>
  readonly resultMessage: Option.Option<string>
  readonly recordingLocation: Option.Option<string>
  readonly recordingAccessToken: Option.Option<string>
  readonly completionReason: Option.Option<string>
  readonly clear: ReadonlyArray<string>
  readonly body: Option.Option<string>
}

/** The update that the flags and the file make together; undefined when they say nothing. */
export const readProperties = Effect.fnUntraced(function*(input: Properties) {
  const given = propertiesOf(input)
  const decoded = decode(given)
  if (Result.isFailure(decoded)) return yield* fail(formatProblems(problemsOf(decoded.failure.issue)), wrongUsage)
  if (Option.isNone(input.body)) return Object.keys(given).length === 0 ? undefined : decoded.success
  return composeUpdates(yield* readDocument(input.body.value, RecordOperationUpdate), decoded.success)
})

const decode = Schema.decodeUnknownResult(RecordOperationUpdate, decodeOptions)

const propertiesOf = (input: Properties): Record<string, unknown> => {
  const resultInfo = present({
    code: input.resultCode,
    subcode: input.resultSubcode,
    message: input.resultMessage
  })
  return {
    ...Object.fromEntries(input.clear.map((name) => [name, null])),
    ...present({
      status: input.status,
      clientContext: input.clientContext,
      recordingLocation: input.recordingLocation,
      recordingAccessToken: input.recordingAccessToken,
      completionReason: input.completionReason
    }),
    ...(Object.keys(resultInfo).length === 0 ? {} : { resultInfo })
  }
}

/** The options that have a value, by name. */
const present = (options: Readonly<Record<string, Option.Option<unknown>>>): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(options).flatMap(([name, option]) => Option.isSome(option) ? [[name, option.value]] : [])
  )
