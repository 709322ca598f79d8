import { Predicate } from "effect"

/** How many bytes a JSON value takes as text, as far as is worth knowing: a name or text counts its UTF-16 units. */
export const jsonSize = (value: unknown): number => {
  if (typeof value === "string") return value.length + 2
  let size = 2
  if (Array.isArray(value)) { for (const item of value) size += jsonSize(item) + 1 }
  else if (Predicate.isObject(value)) {
    for (const name of Object.keys(value)) size += name.length + 4 + jsonSize(value[name])
  } else return 8
  return size
}
