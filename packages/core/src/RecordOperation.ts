import { Schema } from "effect"
import { OperationId } from "./Ids.ts"
import { canonicalOperation, canonicalUpdate, operationType } from "./internal/canonical.ts"
import { clientContext } from "./internal/clientContext.ts"
import { makeOpenType } from "./internal/openType.ts"
import { OperationStatus } from "./OperationStatus.ts"
import { RecordCompletionReason } from "./RecordCompletionReason.ts"
import { ResultInfo, ResultInfoUpdate } from "./ResultInfo.ts"

const recordingLocation = Schema.NullOr(Schema.String).annotate({ description: "Where the recording can be fetched." })

const recordingAccessToken = Schema.NullOr(Schema.String).annotate({
  description: "The bearer token that fetches the recording."
})

const completionReason = Schema.NullOr(RecordCompletionReason)

/**
 * Microsoft Graph's recordOperation: the recording of one response of a caller.
 *
 * An open type: properties besides the declared ones are kept and may be any JSON of at most 100 levels. Decoding takes
 * any letter case of `status`, `completionReason` and type names, drops annotations, and reads a declared property that
 * is absent as null. A value is a plain object and equals its wire form in the spelling of Graph's schema.
 *
 * Source: CSDL, entity type `microsoft.graph.recordOperation`; `completionReason` is declared in beta, dynamic in v1.0.
 */
export const RecordOperation = makeOpenType(
  "RecordOperation",
  "The recording of one response of a caller.",
  [{
    "@odata.type": operationType,
    id: OperationId.make("72b0e085-e085-72b0-85e0-b07285e0b072"),
    status: "Completed",
    clientContext: "order-7",
    resultInfo: { code: 200, subcode: 8514, message: "Stopped by a tone." },
    recordingLocation: "https://example.com/recordings/1",
    recordingAccessToken: "a token",
    completionReason: "stopToneDetected"
  }],
  {
    "@odata.type": Schema.tag(operationType),
    id: Schema.toType(OperationId),
    status: OperationStatus,
    clientContext,
    resultInfo: Schema.NullOr(ResultInfo),
    recordingLocation,
    recordingAccessToken,
    completionReason
  },
  canonicalOperation
)
export type RecordOperation = typeof RecordOperation.Type

/**
 * The body of "Update recordOperation": what it names is changed, the rest is left alone. `null` clears; see
 * `mergeUpdate` for each property. Decoding takes any letter case of `status`, `completionReason` and type names, and
 * ignores `id` and annotations.
 *
 * Source: the page "Update recordOperation"; OData 4.01 part 1, 11.4.3.
 */
export const RecordOperationUpdate = makeOpenType(
  "RecordOperationUpdate",
  "Changes to a recordOperation.",
  [{ status: "Completed", resultInfo: { code: 200 } }, { recordingLocation: null }],
  {
    "@odata.type": Schema.optionalKey(Schema.Literal(operationType)),
    status: Schema.optionalKey(OperationStatus),
    clientContext: Schema.optionalKey(clientContext),
    resultInfo: Schema.optionalKey(Schema.NullOr(ResultInfoUpdate)),
    recordingLocation: Schema.optionalKey(recordingLocation),
    recordingAccessToken: Schema.optionalKey(recordingAccessToken),
    completionReason: Schema.optionalKey(completionReason)
  },
  canonicalUpdate
)
export type RecordOperationUpdate = typeof RecordOperationUpdate.Type
