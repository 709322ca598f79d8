import { formatETag, type VersionedOperation } from "@recordop/core"
import { Console, Effect, Option, Stdio } from "effect"
import { Flag, TerminalCapabilities } from "effect/cli"
import { operationsTable, propertiesTable } from "./table.ts"

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

const formatOf = Effect.fnUntraced(function*(chosen: Option.Option<Format>) {
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
    const format = yield* formatOf(chosen)
    const json = toJson(versioned)
    if (format !== "table") return yield* Console.log(JSON.stringify(json, null, format === "json" ? 2 : 0))
    const { canColor } = yield* TerminalCapabilities.TerminalCapabilities
    return yield* Console.log(propertiesTable(json, versioned.operation.status, canColor))
  }
)

/** Prints many operations. */
export const printOperations = Effect.fnUntraced(function*(
  versioned: ReadonlyArray<VersionedOperation>,
  chosen: Option.Option<Format>
) {
  switch (yield* formatOf(chosen)) {
    case "json":
      return yield* Console.log(JSON.stringify(versioned.map(toJson), null, 2))
    case "jsonl":
      return yield* Effect.forEach(versioned, (one) => Console.log(JSON.stringify(toJson(one))), { discard: true })
    case "table": {
      const { canColor } = yield* TerminalCapabilities.TerminalCapabilities
      return yield* Console.log(operationsTable(versioned.map(({ operation }) => operation), canColor))
    }
  }
})
