import { Schema } from "effect"
import { inAnyCase } from "./internal/inAnyCase.ts"

/**
 * How far an operation has come, spelled as Graph's schema spells it.
 *
 * Bodies may use any letter case; see `RecordOperationUpdate`. `Completed` and `Failed` are final for the service,
 * but no source forbids an update to leave them.
 *
 * Source: CSDL, enumeration `microsoft.graph.operationStatus`.
 */
export const OperationStatus = Schema.Literals(["NotStarted", "Running", "Completed", "Failed"]).annotate({
  description: "How far an operation has come.",
  examples: ["Running", "Completed"]
})
export type OperationStatus = typeof OperationStatus.Type

/** The same in any letter case, as answers of servers have it. */
export const OperationStatusInAnyCase = inAnyCase(OperationStatus)
