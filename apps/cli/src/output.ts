import { formatETag, type VersionedOperation } from "@recordop/core"
import { Console, Effect, Option, Stdio } from "effect"
import { Flag, TerminalCapabilities } from "effect/cli"
import { toJsonLine, toPrettyJson } from "./json.ts"
import { documentTable, formatColumns, operationsTable, propertiesTable } from "./table.ts"
import { terminalWidth } from "./terminalWidth.ts"

const formats = ["table", "json", "jsonl"] as const
type Format = typeof formats[number]

/** The flag that says how results are printed. */
export const output = {
  output: Flag.Literals("output", formats).pipe(
    Flag.withAlias("o"),
    Flag.withDescription("How to print: table on a terminal and json in a pipe, unless given"),
    Flag.optional
  )
}

/** The format that was chosen: a table on a terminal and JSON in a pipe unless one was. */
export const formatOf = Effect.fnUntraced(function*(chosen: Option.Option<Format>) {
  if (Option.isSome(chosen)) return chosen.value
  const { stdoutIsTerminal } = yield* Stdio.Stdio
  return (yield* stdoutIsTerminal) ? "table" : "json"
})

/** An operation as JSON, with its entity tag. */
const toJson = ({ operation, version }: VersionedOperation) => {
  const { "@odata.type": type, ...properties } = operation
  return { "@odata.type": type, "@odata.etag": formatETag(version), ...properties }
}

/** Prints one operation. */
export const printOperation = Effect.fnUntraced(
  function*(versioned: VersionedOperation, chosen: Option.Option<Format>) {
    const json = toJson(versioned)
    const { status } = versioned.operation
    yield* print(yield* formatOf(chosen), {
      table: (canColor) => propertiesTable(json, status, canColor),
      json: () => toPrettyJson(json),
      jsonl: () => toJsonLine(json)
    })
  }
)

/** Prints many operations. */
export const printOperations = Effect.fnUntraced(function*(
  versioned: ReadonlyArray<VersionedOperation>,
  chosen: Option.Option<Format>
) {
  const format = yield* formatOf(chosen)
  if (format === "jsonl" && versioned.length === 0) return
  yield* print(format, {
    table: (canColor, width) => operationsTable(versioned.map(({ operation }) => operation), canColor, width),
    json: () => toPrettyJson(versioned.map(toJson)),
    jsonl: () => versioned.map((one) => toJsonLine(toJson(one))).join("\n")
  })
})

/** Prints a document: a row for each property, or JSON. */
export const printDocument = Effect.fnUntraced(
  function*(document: Readonly<Record<string, unknown>>, chosen: Option.Option<Format>) {
    yield* print(yield* formatOf(chosen), {
      table: () => documentTable(document),
      json: () => toPrettyJson(document),
      jsonl: () => toJsonLine(document)
    })
  }
)

/** Prints documents: a row for each, under a heading, or JSON. */
export const printDocuments = Effect.fnUntraced(function*<A extends object>(
  documents: ReadonlyArray<A>,
  heading: ReadonlyArray<string>,
  toRow: (document: A) => ReadonlyArray<string>,
  chosen: Option.Option<Format>
) {
  const format = yield* formatOf(chosen)
  if (format === "jsonl" && documents.length === 0) return
  yield* print(format, {
    table: (_, width) => formatColumns([heading, ...documents.map(toRow)], width),
    json: () => toPrettyJson(documents),
    jsonl: () => documents.map(toJsonLine).join("\n")
  })
})

/** Forms are told of the terminal: whether it has colours, and how wide it is; a pipe has no end. */
type Form = (canColor: boolean, width: number) => string

const print = Effect.fnUntraced(function*(format: Format, forms: Record<Format, Form>) {
  const { canColor } = yield* TerminalCapabilities.TerminalCapabilities
  const { stdoutIsTerminal } = yield* Stdio.Stdio
  const width = (yield* stdoutIsTerminal) ? yield* terminalWidth : Infinity
  yield* Console.log(forms[format](canColor, width))
})
