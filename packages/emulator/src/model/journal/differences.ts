import { Predicate, type Schema } from "effect"
import type { Difference } from "../../protocol/requests.ts"

/** Where JSON is not what is expected of it: objects may have more members, and arrays have to be as long. */
export const differencesOf = (
  expected: Schema.Json,
  actual: Schema.Json | undefined,
  path: string
): ReadonlyArray<Difference> => {
  if (actual === undefined) return [{ path, expected }]
  if (Array.isArray(expected) && Array.isArray(actual) && expected.length === actual.length) {
    return expected.flatMap((element, index) => differencesOf(element, actual[index], `${path}.${index}`))
  }
  if (isObject(expected) && isObject(actual)) {
    return Object.entries(expected).flatMap(([name, value]) =>
      differencesOf(value, Object.hasOwn(actual, name) ? actual[name] : undefined, `${path}.${name}`)
    )
  }
  return isSame(expected, actual) ? [] : [{ path, expected, actual }]
}

const isObject = (json: Schema.Json): json is { readonly [name: string]: Schema.Json } => Predicate.isObject(json)

const isSame = (expected: Schema.Json, actual: Schema.Json): boolean =>
  Predicate.isObjectKeyword(expected) || Predicate.isObjectKeyword(actual)
    ? JSON.stringify(expected) === JSON.stringify(actual)
    : expected === actual
