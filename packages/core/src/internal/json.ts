import type { Schema } from "effect"

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

const isSameObject = (left: object, right: object): boolean => {
  const entries = Object.entries(left)
  const others = new Map(Object.entries(right))
  return entries.length === others.size &&
    entries.every(([key, value]) => others.has(key) && isSameJson(value, others.get(key)))
}

/** Whether two JSON values are the same, the order of properties aside. */
export const isSameJson = (left: unknown, right: unknown): boolean => {
  if (left === right) return true
  if (typeof left !== "object" || typeof right !== "object" || left === null || right === null) return false
  if (Array.isArray(left)) return Array.isArray(right) && isSameArray(left, right)
  return !Array.isArray(right) && isSameObject(left, right)
}
