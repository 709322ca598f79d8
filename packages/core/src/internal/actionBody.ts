import { Predicate } from "effect"
import { spell, type Spelling } from "./spelling.ts"

/**
 * The body of an action as its schema spells it, and without nulls: the parameters of an action are nullable, and null
 * means the default.
 */
export const actionBody = (spelling: Spelling, body: unknown): unknown => withoutNulls(spell(spelling, body))

const withoutNulls = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(withoutNulls)
  if (!Predicate.isObject(value)) return value
  return Object.fromEntries(
    Object.entries(value).filter(([, item]) => item !== null).map(([name, item]) => [name, withoutNulls(item)])
  )
}
