import type { OperationId } from "./Ids.ts"
import { operationType } from "./internal/canonical.ts"
import { mergeUpdate } from "./mergeUpdate.ts"
import type { RecordOperation, RecordOperationUpdate } from "./RecordOperation.ts"

/** The operation that starts with these properties: `NotStarted` and null where they say nothing. */
export const newOperation = (id: OperationId, properties: RecordOperationUpdate): RecordOperation =>
  mergeUpdate({
    "@odata.type": operationType,
    id,
    status: "NotStarted",
    clientContext: null,
    resultInfo: null,
    recordingLocation: null,
    recordingAccessToken: null,
    completionReason: null
  }, properties)
