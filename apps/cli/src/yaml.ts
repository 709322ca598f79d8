import { Result, Schema } from "effect"
import { isMap, isNode, isScalar, isSeq, LineCounter, parseDocument } from "yaml"

/** Where something stands in a text; both count from 1. */
export interface Position {
  readonly line: number
  readonly column: number
}

/** A document of YAML, or of JSON, which YAML has in it. */
export interface YamlDocument {
  /** What is in it, or why it cannot be read. */
  readonly value: Result.Result<Schema.Json, string>
  /** Where the value at a path stands, such as `calls.0.id`; the nearest one around it when there is none. */
  readonly positionOf: (path: string) => Position | undefined
}

const decode = Schema.decodeUnknownResult(Schema.Json)

/** Reads a document. Anchors that would make it grow without end are refused. */
export const readYaml = (text: string): YamlDocument => {
  const lines = new LineCounter()
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false })
  const toPosition = (offset: number): Position => {
    const { col, line } = lines.linePos(offset)
    return { line, column: col }
  }

  const positionOf = (path: string): Position | undefined => {
    let node: unknown = document.contents
    let offset = isNode(node) ? node.range?.[0] : undefined
    for (const segment of path === "" ? [] : path.split(".")) {
      const pair = isMap(node)
        ? node.items.find(({ key }) => isScalar(key) && String(key.value) === segment)
        : undefined
      const next = pair?.value ?? (isSeq(node) ? node.items[Number(segment)] : undefined)
      const at = isNode(next) ? next : pair?.key
      if (!isNode(at)) break
      offset = at.range?.[0] ?? offset
      node = next
    }
    return offset === undefined ? undefined : toPosition(offset)
  }

  const [error] = document.errors
  if (error !== undefined) {
    const { column, line } = toPosition(error.pos[0])
    return { value: Result.fail(`not valid YAML: ${error.message} (line ${line}, column ${column})`), positionOf }
  }
  const value = Result.try({ try: (): unknown => document.toJS({ maxAliasCount: 100 }), catch: String })
  return {
    value: Result.flatMap(
      value,
      (plain) => Result.mapError(decode(plain), () => "it has values that JSON does not have")
    ),
    positionOf
  }
}
