import { decodeOptions } from "@recordop/core"
import type { MeetingKey } from "@recordop/core/calls"
import { Result, Schema, SchemaTransformation } from "effect"
import { acceptRefusal, formatRefusal } from "./accept.ts"
import type { GraphRequest } from "./GraphRequest.ts"
import { badRequest, invalid, type Refused } from "./Refused.ts"

const Size = Schema.String.check(
  Schema.isPattern(/^\d{1,9}$/u, { expected: "a whole number from 0 to 999999999" })
).pipe(Schema.decodeTo(Schema.Finite, SchemaTransformation.numberFromString))

/** OData's booleans have no letter case (OData 4.01, ABNF construction rules, `booleanValue`). */
const Flag = Schema.String.check(Schema.isPattern(/^(?:true|false)$/iu, { expected: "true or false" })).pipe(
  Schema.decodeTo(
    Schema.Boolean,
    SchemaTransformation.transform({
      decode: (text) => text.toLowerCase() === "true",
      encode: (flag) => flag ? "true" : "false"
    })
  )
)

/** A name, or one qualified by the type that declares it, as in `microsoft.graph.recordOperation/recordingLocation`. */
const property = /(?:microsoft\.graph\.(?:call|recordOperation|commsOperation)\/)?(?:\*|[^\s,/()$]+)/iu.source
const Properties = Schema.String.check(
  Schema.isPattern(new RegExp(`^\\s*${property}(?:\\s*,\\s*${property})*\\s*$`, "iu"), {
    expected: "names of properties without a path, separated by commas"
  })
).pipe(Schema.decodeTo(
  Schema.Array(Schema.String),
  SchemaTransformation.transform({
    decode: (text): ReadonlyArray<string> => text.split(",").map((name) => name.trim().replace(/^.*\//, "")),
    encode: (names: ReadonlyArray<string>) => names.join(",")
  })
))

/** The one navigation property that can be expanded. */
const Expanded = Schema.String.check(
  Schema.isPattern(/^\s*participants\s*$/iu, { expected: "participants" })
)

const meetingFilter =
  /^\s*(joinWebUrl|videoTeleconferenceId|joinMeetingIdSettings\/joinMeetingId)\s+eq\s+'((?:[^']|'')*)'\s*$/iu

const keys: Readonly<Partial<Record<string, MeetingKey>>> = {
  joinweburl: "joinWebUrl",
  videoteleconferenceid: "videoTeleconferenceId",
  "joinmeetingidsettings/joinmeetingid": "joinMeetingId"
}

/** What a meeting is to be found by. */
const MeetingFilter = Schema.String.check(
  Schema.isPattern(meetingFilter, {
    expected: "joinWebUrl, videoTeleconferenceId or joinMeetingIdSettings/joinMeetingId eq '…'"
  })
).pipe(
  Schema.decodeTo(
    Schema.Struct({
      property: Schema.Literals(["joinWebUrl", "joinMeetingId", "videoTeleconferenceId"]),
      value: Schema.String
    }),
    SchemaTransformation.transform({
      decode: (text) => {
        const [, name = "", value = ""] = meetingFilter.exec(text) ?? []
        return { property: keys[name.toLowerCase()] ?? "joinWebUrl", value: value.replaceAll("''", "'") }
      },
      encode: ({ property, value }) => `${property} eq '${value.replaceAll("'", "''")}'`
    })
  )
)

const Options = Schema.Struct({
  $select: Schema.optionalKey(Properties),
  $top: Schema.optionalKey(Size),
  $skip: Schema.optionalKey(Size),
  $count: Schema.optionalKey(Flag),
  $skiptoken: Schema.optionalKey(Schema.String),
  $expand: Schema.optionalKey(Expanded),
  $filter: Schema.optionalKey(MeetingFilter)
})

/** The query options of a request; those that it does not have are absent. */
export type QueryOptions = typeof Options.Type

/** The name of a query option that some request may have. */
export type QueryOptionName = keyof QueryOptions

const decode = Schema.decodeUnknownResult(Options, decodeOptions)

/**
 * Decodes the query options of a request that may have those in `allowed`. Other system options (their name starts with
 * `$`, which beta lets one leave out) are refused with 400; custom ones are ignored, but for those of the emulator itself.
 *
 * Source: OData 4.01 part 2, 5.1 and 5.2; Graph, "Use query parameters".
 */
export const queryOptions = (
  request: GraphRequest,
  allowed: ReadonlyArray<QueryOptionName>
): Result.Result<QueryOptions, Refused> => {
  const { api, query } = request
  if (query === "") return acceptable(request, undefined, noOptions)
  const found: Partial<Record<string, string>> = {}
  let format: string | undefined
  for (const [written, value] of new URLSearchParams(query)) {
    const name = systemName(written, api)
    if (name === undefined) continue
    const isFormat = name === "$format"
    if (!isFormat && !allowed.some((known) => known === name)) {
      return refuse(`The query option '${name}' is not supported here.`)
    }
    if ((isFormat ? format : found[name]) !== undefined) return refuse(`The query option '${name}' is given twice.`)
    if (isFormat) format = value
    else found[name] = value
  }
  return acceptable(request, format, Result.mapError(decode(found), (error) => invalid(error)))
}

/** The options, if the answer can be had as it is wanted: `$format` says more than `Accept`. What Graph does not have is not always JSON. */
const acceptable = (
  request: GraphRequest,
  format: string | undefined,
  options: Result.Result<QueryOptions, Refused>
): Result.Result<QueryOptions, Refused> => {
  const refusal = format !== undefined
    ? formatRefusal(format)
    : request.api === "_emulator"
    ? undefined
    : acceptRefusal(request)
  return refusal === undefined ? options : Result.fail(refusal)
}

const noOptions: Result.Result<QueryOptions, Refused> = Result.succeed({})

const refuse = (message: string) => Result.fail(badRequest(message))

const systemNames = new Set([
  "$apply",
  "$compute",
  "$count",
  "$deltatoken",
  "$expand",
  "$filter",
  "$format",
  "$index",
  "$orderby",
  "$schemaversion",
  "$search",
  "$select",
  "$skip",
  "$skiptoken",
  "$top"
])

const systemName = (written: string, api: GraphRequest["api"]): string | undefined => {
  if (written.startsWith("$")) return written.toLowerCase()
  // Nobody adds options of their own to what is not Graph: what is unknown is misspelled.
  if (api === "_emulator") return written
  const name = `$${written.toLowerCase()}`
  return api === "beta" && systemNames.has(name) ? name : undefined
}
