import { Schema } from "effect"
import { InstantFromString } from "../model/Instant.ts"

/** Which way a request went: from a bot to Graph (`received`), or from Graph to a bot (`sent`). */
export const Direction = Schema.Literals(["received", "sent"])
export type Direction = typeof Direction.Type

const Headers = Schema.Record(Schema.String, Schema.String)

/**
 * The body of a request or an answer: JSON where it is, or text. Of a body of more than 64 KiB the beginning is kept as text, and
 * `isCut` is true.
 */
const body = { body: Schema.optionalKey(Schema.Json), isCut: Schema.optionalKey(Schema.Boolean) }

/** A request that was made, and how it was answered. Tokens and secrets in it are shown as `***`. */
export const RequestEntry = Schema.Struct({
  /** Its place in the order of all. */
  sequence: Schema.Int,
  direction: Direction,
  /** When it was answered, by the emulator's clock. */
  at: InstantFromString,
  /** How long that took, of real time. */
  milliseconds: Schema.Finite,
  method: Schema.String,
  /** Of a request that was received path and query alone. */
  url: Schema.String,
  callId: Schema.optionalKey(Schema.String),
  headers: Headers,
  ...body,
  /** Absent when there was none. */
  response: Schema.optionalKey(Schema.Struct({ status: Schema.Int, headers: Headers, ...body })),
  /** Why there was no answer. */
  error: Schema.optionalKey(Schema.String),
  /** The fault on demand that it met with. */
  faultId: Schema.optionalKey(Schema.String)
})
export type RequestEntry = typeof RequestEntry.Type

/**
 * A path in which `*` is one segment and `**` any number of them, such as `/calls/*`; the version of Graph in front and `/communications` may be
 * left out, letter case does not count, and of what was sent the whole URL may be named.
 */
export const PathPattern = Schema.String.check(
  Schema.isPattern(/^(?:\/|https?:\/\/|\*)[^?#]*$/iu, {
    expected: "a path such as /communications/calls/*/playPrompt"
  }),
  Schema.isMaxLength(1_000, { expected: "a path of at most 1,000 characters" }),
  Schema.makeFilter((pattern: string) => pattern.split("*").length <= 21, {
    expected: "a path with at most 20 asterisks"
  })
)

/** A method of HTTP (RFC 9110, 9; RFC 5789). */
export const Method = Schema.String.check(
  Schema.isPattern(/^(?:GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS|CONNECT|TRACE)$/iu, {
    expected: "a method such as POST"
  })
)

/** An id of a call, in whatever spelling. */
export const CallIdText = Schema.String.check(Schema.isMaxLength(256))

/** Which requests are meant: those for which all that is said is so. */
export const RequestFilter = Schema.Struct({
  direction: Schema.optionalKey(Direction),
  method: Schema.optionalKey(Method),
  path: Schema.optionalKey(PathPattern),
  callId: Schema.optionalKey(CallIdText),
  status: Schema.optionalKey(Schema.Int)
})
export type RequestFilter = typeof RequestFilter.Type

/** The query of `GET /_emulator/requests`: a filter, and those after the one with this sequence. */
export const RequestQuery = Schema.Struct({
  ...RequestFilter.fields,
  status: Schema.optionalKey(Schema.FiniteFromString.pipe(Schema.decodeTo(Schema.Int))),
  after: Schema.optionalKey(Schema.FiniteFromString.pipe(Schema.decodeTo(Schema.Int)))
})

/** The answer of `GET /_emulator/requests`: the last thousand, the oldest first. */
export const RequestList = Schema.Struct({ value: Schema.Array(RequestEntry) })

/** The body of `POST /_emulator/expectations`: what is to have been asked, and how often: once at least unless `times` is given. */
export const Expectation = Schema.Struct({
  ...RequestFilter.fields,
  /** Has to be in the body of the request: objects may have more members, arrays may not have more elements. */
  body: Schema.optionalKey(Schema.Json),
  times: Schema.optionalKey(Schema.Int.check(Schema.isGreaterThanOrEqualTo(0)))
})
export type Expectation = typeof Expectation.Type

/** Where a request is not what was expected; `path` is as in `body.prompts.0`. What is not there at all is absent. */
export const Difference = Schema.Struct({
  path: Schema.String,
  expected: Schema.optionalKey(Schema.Json),
  actual: Schema.optionalKey(Schema.Json)
})
export type Difference = typeof Difference.Type

/** Whether it was as expected, how often, and when it was not the requests that came nearest. */
export const ExpectationResult = Schema.Struct({
  isMet: Schema.Boolean,
  count: Schema.Int,
  nearest: Schema.Array(Schema.Struct({ request: RequestEntry, differences: Schema.Array(Difference) }))
})
export type ExpectationResult = typeof ExpectationResult.Type
