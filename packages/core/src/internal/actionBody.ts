import { Predicate, type Result, Schema } from "effect"
import { decodeOptions } from "../Problem.ts"
import { spell, spellingOf } from "./spelling.ts"

/**
 * Decodes the body of an action: names have no letter case, annotations are ignored, null is the default, unknown
 * parameters are refused.
 */
export const actionDecoder = <S extends Schema.ConstraintDecoder<unknown>>(schema: S) => {
  const spelling = spellingOf(schema)
  const decode = Schema.decodeUnknownResult(schema, { ...decodeOptions, onExcessProperty: "error" })
  return (body: unknown): Result.Result<S["Type"], Schema.SchemaError> => decode(withoutNulls(spell(spelling, body)))
}

const withoutNulls = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(withoutNulls)
  if (!Predicate.isObject(value)) return value
  return Object.fromEntries(
    Object.entries(value).filter(([, item]) => item !== null).map(([name, item]) => [name, withoutNulls(item)])
  )
}
