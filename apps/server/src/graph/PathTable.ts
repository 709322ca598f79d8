/** Where a path leads: the route that it is of, and its ids by name; or the segment that leads nowhere, or cannot be read. */
export type Resolved<R> =
  | { readonly _tag: "Found"; readonly route: R; readonly params: Params }
  | { readonly _tag: "Unknown"; readonly segment: string }
  | { readonly _tag: "Malformed"; readonly segment: string }

/** The ids in a path, by name. */
export type Params = Readonly<Record<string, string>>

interface Node<R> {
  readonly literals: Map<string, Node<R>>
  parameter: { readonly name: string; readonly node: Node<R> } | undefined
  route: R | undefined
}

const newNode = <R>(): Node<R> => ({ literals: new Map(), parameter: undefined, route: undefined })

/** The part of a path that a client puts in front of an absolute URL: what some make of an http `@odata.nextLink`. */
const embedded = /^\/[^/]+\/https?:\/+[^/]+(?=\/)/i

/** A key in parentheses, as in `calls('57dab8b1-…')` (OData 4.01 part 2, 4.3.1). */
const keyed = /^([^()']+)\('((?:[^']|'')*)'\)$/

const namespace = "microsoft.graph."

/** Types that operations can be cast to without a change. */
const casts = new Set(["recordoperation", "commsoperation"])

/** What has another name too: the old one of `communications`. */
const aliases: Readonly<Record<string, string>> = { communications: "app" }

/**
 * Finds routes by path. Segments have no letter case but for ids; an action may have its namespace, a key may stand in
 * parentheses, a cast of operations to what they are changes nothing, `app` is the old name of `communications`, and a
 * slash at the end does not count.
 *
 * Source: Graph, "Access data and methods by navigating Microsoft Graph" (names are not case-sensitive); OData 4.01 part 2,
 * 4.3 to 4.11.
 */
export const makePathTable = <R extends { readonly path: string }>(routes: ReadonlyArray<R>) => {
  const root = newNode<R>()
  for (const route of routes) add(root, route)

  return (path: string): Resolved<R> => {
    const malformed = path.includes("%") ? path.split("/").find(isMalformed) : undefined
    if (malformed !== undefined) return { _tag: "Malformed", segment: malformed }
    const segments = segmentsOf(path)
    const params: Record<string, string> = {}
    let node = root
    for (const segment of segments) {
      const written = decoded(segment)
      const next = node.literals.get(written) ?? inOtherSpelling(node, written)
      if (next !== undefined) {
        node = next
      } else if (node.parameter === undefined || written === "") {
        return { _tag: "Unknown", segment: written }
      } else {
        params[node.parameter.name] = written
        node = node.parameter.node
      }
    }
    return node.route === undefined
      ? { _tag: "Unknown", segment: segments.at(-1) ?? "" }
      : { _tag: "Found", route: node.route, params }
  }
}

const segmentsOf = (path: string): ReadonlyArray<string> => {
  const segments = (path.includes(":/") ? path.replace(embedded, "") : path).slice(1).split("/")
  if (segments.length > 1 && segments.at(-1) === "") segments.pop()
  return path.includes(")") ? segments.flatMap(expandKey) : segments
}

const add = <R extends { readonly path: string }>(root: Node<R>, route: R): void => {
  let node = root
  for (const segment of route.path.split("/").slice(1)) node = child(node, segment)
  node.route = route
}

const child = <R>(node: Node<R>, segment: string): Node<R> => {
  if (segment.startsWith(":")) {
    node.parameter ??= { name: segment.slice(1), node: newNode() }
    return node.parameter.node
  }
  const known = node.literals.get(segment.toLowerCase())
  if (known !== undefined) return known
  const next = newNode<R>()
  node.literals.set(segment, next).set(segment.toLowerCase(), next)
  const alias = aliases[segment]
  if (alias !== undefined) node.literals.set(alias, next)
  return next
}

const expandKey = (segment: string): ReadonlyArray<string> => {
  if (!segment.endsWith(")")) return [segment]
  const [, name, key] = keyed.exec(decoded(segment)) ?? []
  return name === undefined || key === undefined ? [segment] : [name, encodeURIComponent(key.replaceAll("''", "'"))]
}

const decoded = (segment: string): string => segment.includes("%") ? decodeURIComponent(segment) : segment

/** Whether a segment has a `%` that escapes nothing, or escapes of no UTF-8 (RFC 3986, 2.1), or of what ends texts elsewhere (7.3). */
const isMalformed = (segment: string): boolean => {
  try {
    return decodeURIComponent(segment).includes("\0")
  } catch {
    return true
  }
}

/** Where a name leads that is written in another letter case, or has the namespace of Graph. */
const inOtherSpelling = <R>(node: Node<R>, written: string): Node<R> | undefined => {
  const lower = written.toLowerCase()
  return (lower === written ? undefined : node.literals.get(lower)) ?? qualified(node, written)
}

/** Where a name leads that has the namespace of Graph: to an action, or nowhere else when it is a cast. */
const qualified = <R>(node: Node<R>, written: string): Node<R> | undefined => {
  if (!written.includes(".")) return undefined
  const lower = written.toLowerCase()
  const name = lower.startsWith(namespace) ? lower.slice(namespace.length) : ""
  return node.literals.get(name) ?? (casts.has(name) ? node : undefined)
}
