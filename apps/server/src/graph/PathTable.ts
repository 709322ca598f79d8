/** Where a path leads: spelled as the table has it, and the route that it is of. */
export type Resolved<R> =
  | { readonly _tag: "Found"; readonly path: string; readonly route: R }
  | { readonly _tag: "Unknown"; readonly segment: string }

interface Node<R> {
  readonly literals: Map<string, Step<R>>
  parameter: Node<R> | undefined
  route: R | undefined
}

/** Where a segment leads, and how the table spells it; a segment that changes nothing has no spelling. */
interface Step<R> {
  readonly spelled: string | undefined
  readonly node: Node<R>
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
    const segments = segmentsOf(path)
    const spelled: Array<string> = []
    let node = root
    for (const written of segments) {
      const step = node.literals.get(written) ?? node.literals.get(written.toLowerCase()) ?? qualified(node, written)
      if (step !== undefined) {
        node = step.node
        if (step.spelled !== undefined) spelled.push(step.spelled)
      } else if (node.parameter === undefined || written === "") {
        return { _tag: "Unknown", segment: written }
      } else {
        node = node.parameter
        spelled.push(written)
      }
    }
    return node.route === undefined
      ? { _tag: "Unknown", segment: segments.at(-1) ?? "" }
      : { _tag: "Found", path: toHonoPath(`/${spelled.join("/")}`), route: node.route }
  }
}

const segmentsOf = (path: string): ReadonlyArray<string> => {
  const segments = (path.includes(":/") ? path.replace(embedded, "") : path).slice(1).split("/")
  if (segments.length > 1 && segments.at(-1) === "") segments.pop()
  return path.includes(")") ? segments.flatMap(expandKey) : segments
}

/**
 * A path as Hono is to see it: its fastest router takes no fixed segment beside a parameter, so that `$count` hangs on the
 * segment before it.
 */
export const toHonoPath = (path: string): string => path.replace("/$", ".$")

const add = <R extends { readonly path: string }>(root: Node<R>, route: R): void => {
  let node = root
  for (const segment of route.path.split("/").slice(1)) node = child(node, segment)
  node.route = route
}

const child = <R>(node: Node<R>, segment: string): Node<R> => {
  if (segment.startsWith(":")) return node.parameter ??= newNode()
  const known = node.literals.get(segment.toLowerCase())
  if (known !== undefined) return known.node
  const entry = { spelled: segment, node: newNode<R>() }
  node.literals.set(segment.toLowerCase(), entry)
  const alias = aliases[segment]
  if (alias !== undefined) node.literals.set(alias, entry)
  return entry.node
}

const expandKey = (segment: string): ReadonlyArray<string> => {
  if (!segment.endsWith(")")) return [segment]
  const [, name, key] = keyed.exec(decoded(segment)) ?? []
  return name === undefined || key === undefined ? [segment] : [name, encodeURIComponent(key.replaceAll("''", "'"))]
}

const decoded = (segment: string): string => {
  try {
    return decodeURIComponent(segment)
  } catch {
    return segment
  }
}

/** Where a name leads that has the namespace of Graph: to an action, or nowhere else when it is a cast. */
const qualified = <R>(node: Node<R>, written: string): Step<R> | undefined => {
  if (!written.includes(".")) return undefined
  const lower = written.toLowerCase()
  const name = lower.startsWith(namespace) ? lower.slice(namespace.length) : ""
  return node.literals.get(name) ?? (casts.has(name) ? { spelled: undefined, node } : undefined)
}
