import { Predicate, type Schema } from "effect"

/** How deep arrays and objects may be nested: ODataLib's own limit. */
export const maxJsonDepth = 100

const isPlainObject = (value: object): boolean => {
  const prototype: unknown = Object.getPrototypeOf(value)
  return prototype === Object.prototype || prototype === null
}

const isJsonAt = (value: unknown, depth: number): boolean => {
  switch (typeof value) {
    case "string":
    case "boolean":
      return true
    case "number":
      return Number.isFinite(value)
    case "object":
      if (value === null) return true
      if (depth === maxJsonDepth) return false
      if (Array.isArray(value)) return value.every((item) => isJsonAt(item, depth + 1))
      return isPlainObject(value) &&
        Object.entries(value).every(([key, item]) => key !== "__proto__" && isJsonAt(item, depth + 1))
    default:
      return false
  }
}

/** Whether `value` is what JSON text within our limits can express, so that it survives a round trip. */
export const isJson = (value: unknown): value is Schema.Json => isJsonAt(value, 1)

const isSameArray = (left: ReadonlyArray<unknown>, right: ReadonlyArray<unknown>): boolean =>
  left.length === right.length && left.every((item, index) => isSameJson(item, right[index]))

type Names = Readonly<Record<PropertyKey, unknown>>

const isSameObject = (left: Names, right: Names): boolean => {
  const names = Object.keys(left)
  return names.length === Object.keys(right).length &&
    names.every((name) => Object.hasOwn(right, name) && isSameJson(left[name], right[name]))
}

/** Whether two JSON values are the same, the order of properties aside; `-0` is 0, as JSON text cannot tell them apart. */
export const isSameJson = (left: unknown, right: unknown): boolean => {
  if (left === right) return true
  if (Array.isArray(left)) return Array.isArray(right) && isSameArray(left, right)
  return Predicate.isObject(left) && Predicate.isObject(right) && isSameObject(left, right)
}

/** The same value with 0 for `-0`, which JSON text cannot keep apart. */
export const withoutNegativeZero = <A>(value: A): A =>
  hasNegativeZero(value) ? JSON.parse(JSON.stringify(value)) : value

const hasNegativeZero = (value: unknown): boolean => {
  if (typeof value === "number") return Object.is(value, -0)
  return typeof value === "object" && value !== null &&
    Object.keys(value).some((name) => hasNegativeZero(Reflect.get(value, name)))
}
