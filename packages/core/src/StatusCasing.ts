import { Schema } from "effect"
import type { OperationStatus } from "./OperationStatus.ts"
import type { RecordOperation } from "./RecordOperation.ts"

/**
 * How `status` is spelled on the wire: `csdl` as in Graph's schema (`Completed`), `docs` as in its documentation
 * (`completed`).
 */
export const StatusCasing = Schema.Literals(["csdl", "docs"])
export type StatusCasing = typeof StatusCasing.Type

const inDocs: Record<OperationStatus, string> = {
  NotStarted: "notStarted",
  Running: "running",
  Completed: "completed",
  Failed: "failed"
}

/** A status as it goes over the wire. */
export const encodeStatus = (status: OperationStatus, casing: StatusCasing): string =>
  casing === "csdl" ? status : inDocs[status]

/** An operation as it goes over the wire. */
export type EncodedRecordOperation = Readonly<Record<string, Schema.Json>>

/** Spells `status` as asked; the rest of an operation is its own wire form. */
export const encodeRecordOperation = (operation: RecordOperation, casing: StatusCasing): EncodedRecordOperation =>
  casing === "csdl" ? operation : { ...operation, status: inDocs[operation.status] }
