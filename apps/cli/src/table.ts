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
export const operationsTable = (
  operations: ReadonlyArray<RecordOperation>,
  canColor: boolean,
  width?: number
): string =>
  formatColumns([
    ["ID", "STATUS", "COMPLETION REASON", "RESULT", "CLIENT CONTEXT"],
    ...operations.map(({ clientContext, completionReason, id, resultInfo, status }) => [
      cell(id),
      statusCell(status, canColor),
      completionReason ?? "",
      resultInfo === null ? "" : `${resultInfo.code} ${resultInfo.subcode}`,
      cell(clientContext ?? "")
    ])
  ], width)

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

/** Left-aligned columns, two spaces apart. Where there is a width, what does not fit of the last one is cut, or left out. */
export const formatColumns = (rows: ReadonlyArray<ReadonlyArray<string>>, width = Infinity): string => {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => widthOf(row[column]))))
  const count = fitting(widths, width)
  const before = widths.slice(0, count - 1).reduce((sum, one) => sum + one + 2, 0)
  return rows.map((row) =>
    row.slice(0, count).map((text, column) =>
      column === count - 1 ? cut(text, width - before) : text + " ".repeat((widths[column] ?? 0) - widthOf(text))
    ).join("  ").trimEnd()
  ).join("\n")
}

/** Of a cell at least so much is shown. */
const narrowestCell = 12

/** How many columns fit, when the last one may be cut; the first two are always there. */
const fitting = (widths: ReadonlyArray<number>, width: number): number => {
  let used = 0
  for (const [column, own] of widths.entries()) {
    if (column > 1 && used + Math.min(own, narrowestCell) > width) return column
    used += own + 2
  }
  return widths.length
}

const cut = (text: string, width: number): string => {
  if (widthOf(text) <= width || text.includes("\u001b")) return text
  let shown = ""
  for (const character of text) {
    if (widthOf(shown + character) > width - 1) break
    shown += character
  }
  return `${shown}…`
}

const widthOf = (text = ""): number => CliOutput.displayWidth(text)
