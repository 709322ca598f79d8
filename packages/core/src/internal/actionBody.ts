import { Predicate } from "effect"
import { isAnnotation } from "./annotations.ts"

/**
 * The body of an action without annotations, and without nulls: the parameters of an action are nullable, and null means
 * the default.
 */
export const actionBody = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(actionBody)
  if (!Predicate.isObject(value)) return value
  return Object.fromEntries(
    Object.entries(value)
      .filter(([name, item]) => item !== null && !isAnnotation(name))
      .map(([name, item]) => [name, actionBody(item)])
  )
}
