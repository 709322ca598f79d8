import type { OperationStatus, RecordOperation } from "@recordop/core"
import { printable } from "@recordop/emulator/printable"
import { CliOutput } from "effect/cli"
import { styleText } from "node:util"

const colors: Record<OperationStatus, "gray" | "yellow" | "green" | "red"> = {
  NotStarted: "gray",
  Running: "yellow",
  Completed: "green",
  Failed: "red"
}

const cell = (value: unknown): string => printable(typeof value === "string" ? value : JSON.stringify(value))

const statusCell = (status: OperationStatus, canColor: boolean): string =>
  canColor ? styleText(colors[status], status, { validateStream: false }) : status

/** A row for each operation. */
export const operationsTable = (operations: ReadonlyArray<RecordOperation>, canColor: boolean): string =>
  formatColumns([
    ["ID", "STATUS", "COMPLETION REASON", "RESULT", "CLIENT CONTEXT"],
    ...operations.map(({ clientContext, completionReason, id, resultInfo, status }) => [
      cell(id),
      statusCell(status, canColor),
      completionReason ?? "",
      resultInfo === null ? "" : `${resultInfo.code} ${resultInfo.subcode}`,
      cell(clientContext ?? "")
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
      cell(name),
      name === "status" ? statusCell(status, canColor) : cell(value)
    ])
  )

/** A row for each property of a document. */
export const documentTable = (document: Readonly<Record<string, unknown>>): string =>
  formatColumns(Object.entries(document).map(([name, value]) => [cell(name), cell(value)]))

/** Left-aligned columns, two spaces apart. */
export const formatColumns = (rows: ReadonlyArray<ReadonlyArray<string>>): string => {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => widthOf(row[column]))))
  return rows.map((row) =>
    row.map((text, column) => text + " ".repeat((widths[column] ?? 0) - widthOf(text))).join("  ").trimEnd()
  ).join("\n")
}

const widthOf = (text = ""): number => CliOutput.displayWidth(text)
