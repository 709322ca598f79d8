/** How JSON serialisers mark objects that stand more than once; no property of Graph has such a name. */
const references: ReadonlySet<string> = new Set(["$id", "$ref", "$values"])

/**
 * Whether a name is no property but something said about one, or about the whole.
 *
 * Source: OData JSON Format 4.01, 4.5 and 20 (control information and annotations: `@term`, `property@term`).
 */
export const isAnnotation = (name: string): boolean => name.includes("@") || references.has(name)

/**
 * Whether a name is that of the type of an object; `odata.` may be left out.
 *
 * Source: OData JSON Format 4.01, 4.6.3.
 */
export const isTypeAnnotation = (name: string): boolean => name.startsWith("@") && /^@(?:odata\.)?type$/i.test(name)

/**
 * A JSON value of which no schema is known, without annotations at every level; types of objects stay, and what a serialiser has
 * wrapped to mark it is the array that it is.
 */
export const withoutAnnotations = (value: unknown): unknown => {
  if (typeof value !== "object" || value === null || !hasAnnotation(value)) return value
  if (Array.isArray(value)) return value.map(withoutAnnotations)
  if ("$values" in value && Array.isArray(value.$values)) return value.$values.map(withoutAnnotations)
  return Object.fromEntries(
    Object.entries(value).filter(([name]) => isProperty(name)).map(([name, item]) => [name, withoutAnnotations(item)])
  )
}

const isProperty = (name: string): boolean => !isAnnotation(name) || isTypeAnnotation(name)

const hasAnnotation = (value: unknown): boolean => {
  if (typeof value !== "object" || value === null) return false
  if (Array.isArray(value)) return value.some(hasAnnotation)
  return Object.entries(value).some(([name, item]) => !isProperty(name) || hasAnnotation(item))
}
