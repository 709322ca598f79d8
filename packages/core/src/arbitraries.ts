import { Arbitrary, Schema } from "effect"
import { CallId, OperationId } from "./Ids.ts"
import { RecordOperation, RecordOperationUpdate } from "./RecordOperation.ts"

/** Generators of valid values, for property tests. */
export const arbitraries = {
  callId: Arbitrary.schema(Schema.toType(CallId)),
  operationId: Arbitrary.schema(Schema.toType(OperationId)),
  operation: Arbitrary.schema(RecordOperation),
  update: Arbitrary.schema(RecordOperationUpdate)
}
