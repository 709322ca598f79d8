/** How many bytes a JSON value takes as text, as far as is worth knowing: a name or text counts its UTF-16 units. */
export const jsonSize = (value: unknown): number => {
  switch (typeof value) {
    case "string":
      return value.length + 2
    case "object": {
      if (value === null) return 4
      let size = 2
      if (Array.isArray(value)) {
        for (const item of value) size += jsonSize(item) + 1
        return size
      }
      for (const [name, item] of Object.entries(value)) size += name.length + 4 + jsonSize(item)
      return size
    }
    default:
      return 8
  }
}
