import { Predicate } from "effect"

/** How many bytes a JSON value takes as text, as far as is worth knowing: a name or text counts its UTF-16 units. */
export const jsonSize = (value: unknown): number => {
  if (typeof value === "string") return value.length + 2
  let size = 2
  if (Array.isArray(value)) {
    for (const item of value) size += jsonSize(item) + 1
    return size
  }
  if (!Predicate.isObject(value)) return 8
  for (const name of Object.keys(value)) size += name.length + 4 + jsonSize(value[name])
  return size
}
