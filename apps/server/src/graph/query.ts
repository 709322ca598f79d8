import { decodeOptions } from "@recordop/core"
import { Effect, Schema, SchemaTransformation } from "effect"
import type { GraphRequest } from "./GraphRequest.ts"
import { badRequest, invalid, type Refused } from "./Refused.ts"

const Size = Schema.String.check(
  Schema.isPattern(/^\d{1,9}$/u, { expected: "a whole number from 0 to 999999999" })
).pipe(Schema.decodeTo(Schema.Finite, SchemaTransformation.numberFromString))

const Flag = Schema.Literals(["true", "false"]).pipe(
  Schema.decodeTo(
    Schema.Boolean,
    SchemaTransformation.transform({ decode: (text) => text === "true", encode: (flag) => flag ? "true" : "false" })
  )
)

/** `status`, or qualified by the type that declares it, as in `microsoft.graph.recordOperation/recordingLocation`. */
const typeSegment = /^(?:microsoft\.graph\.)?(?:recordOperation|commsOperation)\//
const Properties = Schema.String.check(
  Schema.isPattern(/^\s*(?:[\w.]+\/)?(?:\*|[^\s,/()$]+)(?:\s*,\s*(?:[\w.]+\/)?(?:\*|[^\s,/()$]+))*\s*$/u, {
    expected: "names of properties, separated by commas"
  })
).pipe(Schema.decodeTo(
  Schema.Array(Schema.String),
  SchemaTransformation.transform({
    decode: (text): ReadonlyArray<string> => text.split(",").map((name) => name.trim().replace(typeSegment, "")),
    encode: (names: ReadonlyArray<string>) => names.join(",")
  })
))

const Options = Schema.Struct({
  $select: Schema.optionalKey(Properties),
  $top: Schema.optionalKey(Size),
  $skip: Schema.optionalKey(Size),
  $count: Schema.optionalKey(Flag),
  $skiptoken: Schema.optionalKey(Schema.String)
})

/** The query options of a request; those that it does not have are absent. */
export type QueryOptions = typeof Options.Type

const decode = Schema.decodeUnknownEffect(Options, decodeOptions)

/**
 * Decodes the query options of a request that may have those in `allowed`. Other system options (their name starts with
 * `$`, which beta lets one leave out) are refused with 400; custom ones are ignored.
 *
 * Source: OData 4.01 part 2, 5.1 and 5.2; Graph, "Use query parameters".
 */
export const queryOptions = Effect.fnUntraced(
  function*(request: GraphRequest, allowed: ReadonlyArray<keyof QueryOptions>) {
    if (request.query === "") return noOptions
    const found: Partial<Record<string, string>> = {}
    for (const [written, value] of new URLSearchParams(request.query)) {
      const name = systemName(written, request.params["version"])
      if (name === undefined) continue
      if (!allowed.some((known) => known === name)) {
        return yield* badRequest(`The query option '${name}' is not supported.`)
      }
      if (found[name] !== undefined) return yield* badRequest(`The query option '${name}' is given twice.`)
      found[name] = value
    }
    return yield* Effect.mapError(decode(found), (error): Refused => invalid(error))
  }
)

const noOptions: QueryOptions = {}

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

const systemName = (written: string, version: string | undefined): string | undefined => {
  if (written.startsWith("$")) return written.toLowerCase()
  const name = `$${written.toLowerCase()}`
  return version === "beta" && systemNames.has(name) ? name : undefined
}
