/** A key in parentheses, as in `calls('57dab8b1-…')` (OData 4.01 part 2, 4.3.1). */
const keyed = /^([^()']+)\('([^']*)'\)$/u

const namespace = /^microsoft\.graph\./iu

/** A path of Graph in the one spelling that patterns are written in: without escapes, keys in parentheses or namespaces of actions. */
export const canonicalPath = (path: string): string =>
  /[%(]|microsoft\.graph/iu.test(path) ? path.split("/").map(canonicalSegment).join("/") : path

const canonicalSegment = (segment: string): string => {
  const [, name, key] = keyed.exec(decoded(segment)) ?? []
  return name === undefined ? decoded(segment).replace(namespace, "") : `${name}/${key}`
}

/** Whatever is escaped; what escapes nothing stays as it is. */
const decoded = (segment: string): string => {
  try {
    return decodeURIComponent(segment)
  } catch {
    return segment
  }
}
