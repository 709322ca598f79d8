import type { OperationStatus, RecordOperation } from "@recordop/core"
import { CliOutput } from "effect/cli"
import { styleText } from "node:util"

const colors: Record<OperationStatus, "gray" | "yellow" | "green" | "red"> = {
  NotStarted: "gray",
  Running: "yellow",
  Completed: "green",
  Failed: "red"
}

/** Text that moves no cursor: what a control character could do to a terminal is escaped. */
const printable = (value: unknown): string => {
  const text = typeof value === "string" ? value : JSON.stringify(value)
  return /\p{Cc}/u.test(text) ? JSON.stringify(text) : text
}

const statusCell = (status: OperationStatus, canColor: boolean): string =>
  canColor ? styleText(colors[status], status, { validateStream: false }) : status

/** A row for each operation. */
export const operationsTable = (operations: ReadonlyArray<RecordOperation>, canColor: boolean): string =>
  formatColumns([
    ["ID", "STATUS", "COMPLETION REASON", "RESULT", "CLIENT CONTEXT"],
    ...operations.map(({ clientContext, completionReason, id, resultInfo, status }) => [
      printable(id),
      statusCell(status, canColor),
      completionReason ?? "",
      resultInfo === null ? "" : `${resultInfo.code} ${resultInfo.subcode}`,
      printable(clientContext ?? "")
    ])
  ])

/** A row for each property of one operation. */
export const propertiesTable = (
  properties: Readonly<Record<string, unknown>>,
  status: OperationStatus,
  canColor: boolean
): string =>
  formatColumns(
    Object.entries(properties).map(([name, value]) => [
      printable(name),
      name === "status" ? statusCell(status, canColor) : printable(value)
    ])
  )

/** Left-aligned columns, two spaces apart. */
const formatColumns = (rows: ReadonlyArray<ReadonlyArray<string>>): string => {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => widthOf(row[column]))))
  return rows.map((row) =>
    row.map((cell, column) => cell + " ".repeat((widths[column] ?? 0) - widthOf(cell))).join("  ").trimEnd()
  ).join("\n")
}

const widthOf = (cell = ""): number => CliOutput.displayWidth(cell)
