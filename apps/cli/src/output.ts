import { formatETag, type VersionedOperation } from "@recordop/core"
import { printable } from "@recordop/emulator/printable"
import { Console, Effect, Option, Stdio } from "effect"
import { Flag, TerminalCapabilities } from "effect/cli"
import { toJsonLine, toPrettyJson } from "./json.ts"
import { hasSelection, pickFields, queried, type Selection, selectionFlags } from "./selection.ts"
import { documentTable, formatColumns, operationsTable, propertiesTable } from "./table.ts"
import { terminalWidth } from "./terminalWidth.ts"

const formats = ["table", "json", "jsonl"] as const
type Format = typeof formats[number]

const format = Flag.Literals("output", formats).pipe(
  Flag.withAlias("o"),
  Flag.withDescription("How to print: table on a terminal and json in a pipe, unless given"),
  Flag.optional
)

/** The flag that says how events are printed. */
export const eventOutput = { output: format }

/** The flags that say how results are printed, and what of them. */
export const output = { output: { format, ...selectionFlags } }

/** What those flags say. */
export interface Output extends Selection {
  readonly format: Option.Option<Format>
}

/** The format that was chosen: a table on a terminal and JSON in a pipe unless one was. */
export const formatOf = Effect.fnUntraced(function*(chosen: Option.Option<Format>) {
  if (Option.isSome(chosen)) return chosen.value
  const { stdoutIsTerminal } = yield* Stdio.Stdio
  return (yield* stdoutIsTerminal) ? "table" : "json"
})

/** Whether a table is printed; what is chosen of a result is JSON. */
export const isTable = (output: Output) =>
  hasSelection(output)
    ? Effect.succeed(false)
    : Effect.map(formatOf(output.format), (format) => format === "table")

/** An operation as JSON, with its entity tag. */
const toJson = ({ operation, version }: VersionedOperation) => {
  const { "@odata.type": type, ...properties } = operation
  return { "@odata.type": type, "@odata.etag": formatETag(version), ...properties }
}

/** Prints one operation. */
export const printOperation = (versioned: VersionedOperation, output: Output) => {
  const json = toJson(versioned)
  return print(json, output, (canColor) => propertiesTable(json, versioned.operation.status, canColor))
}

/** Prints many operations. */
export const printOperations = (versioned: ReadonlyArray<VersionedOperation>, output: Output) =>
  print(
    versioned.map(toJson),
    output,
    (canColor, width) => operationsTable(versioned.map(({ operation }) => operation), canColor, width)
  )

/** Prints a document: a row for each property, or JSON. */
export const printDocument = (document: Readonly<Record<string, unknown>>, output: Output) =>
  print(document, output, () => documentTable(document))

/** Prints documents: a row for each, under a heading, or JSON. */
export const printDocuments = <A extends object>(
  documents: ReadonlyArray<A>,
  heading: ReadonlyArray<string>,
  toRow: (document: A) => ReadonlyArray<string>,
  output: Output
) => print(documents, output, (_, width) => formatColumns([heading, ...documents.map(toRow)], width))

/** A table is told of the terminal: whether it has colours, and how wide it is; a pipe has no end. */
type Table = (canColor: boolean, width: number) => string

const print = Effect.fnUntraced(function*(result: object, output: Output, table: Table) {
  const { format, jq } = output
  if (yield* isTable(output)) {
    const { canColor } = yield* TerminalCapabilities.TerminalCapabilities
    const { stdoutIsTerminal } = yield* Stdio.Stdio
    return yield* Console.log(table(canColor, (yield* stdoutIsTerminal) ? yield* terminalWidth : Infinity))
  }
  const picked = yield* pickFields(result, output)
  const isLines = Option.contains(format, "jsonl")
  const toText = isLines ? toJsonLine : toPrettyJson
  if (Option.isSome(jq)) return yield* printLines(yield* queried(jq.value, picked), toText)
  const lines = isLines && Array.isArray(picked) ? picked : [picked]
  return yield* printLines(lines, toText)
})

/** Text is printed as it is, which is what scripts want of `--jq .id`. */
const printLines = (values: ReadonlyArray<unknown>, toText: (value: unknown) => string) =>
  Effect.forEach(values, (value) => Console.log(typeof value === "string" ? printable(value) : toText(value)), {
    discard: true
  })
