import { Effect, Option, Predicate } from "effect"
import { Flag } from "effect/cli"
import { fail, wrongUsage } from "./Failure.ts"

/** Flags that say what of a result is printed, as those of GitHub's `gh` do. */
export const selectionFlags = {
  fields: Flag.String("json").pipe(
    Flag.withMetavar("FIELDS"),
    Flag.withDescription("Print JSON with these properties, as in id,status"),
    Flag.optional
  ),
  jq: Flag.String("jq").pipe(
    Flag.withAlias("q"),
    Flag.withMetavar("EXPRESSION"),
    Flag.withDescription("Print what a jq expression makes of the JSON, as in .[].id"),
    Flag.optional
  )
}

/** What of a result is printed. */
export interface Selection {
  readonly fields: Option.Option<string>
  readonly jq: Option.Option<string>
}

export const hasSelection = ({ fields, jq }: Selection): boolean => Option.isSome(fields) || Option.isSome(jq)

/** The chosen properties of a result; fails when no document has one of them. */
export const pickFields = (result: object, { fields }: Selection) =>
  Option.isNone(fields) ? Effect.succeed(result) : pick(result, fields.value.split(",").map((name) => name.trim()))

const pick = Effect.fnUntraced(function*(result: object, names: ReadonlyArray<string>) {
  const documents: ReadonlyArray<object> = Array.isArray(result) ? result : [result]
  const known = Array.from(new Set(documents.flatMap(Object.keys)))
  const unknown = names.find((name) => !known.includes(name))
  if (documents.length > 0 && unknown !== undefined) {
    return yield* fail(`--json: there is no property '${unknown}'; there are ${known.join(", ")}`, wrongUsage)
  }
  const picked = documents.map((document) =>
    Object.fromEntries(
      names.flatMap((name) => Predicate.hasProperty(document, name) ? [[name, document[name]]] : [])
    )
  )
  return Array.isArray(result) ? picked : picked[0] ?? {}
})

/** What an expression of jq gives for a result, one after another. */
export const queried = Effect.fnUntraced(function*(expression: string, result: object) {
  const { evaluate, parse } = yield* Effect.promise(() => import("@jq-tools/jq"))
  return yield* Effect.try({
    try: (): ReadonlyArray<unknown> => Array.from(evaluate(parse(expression), [result])),
    catch: (error) => (error instanceof Error ? error.message : String(error)).split("\n", 1).join()
  }).pipe(Effect.catch((message) => fail(`--jq: ${message}`, wrongUsage)))
})
