import { Schema } from "effect"
import { open, optionalText } from "../internal/open.ts"
import { OperationStatusInAnyCase } from "../OperationStatus.ts"
import { NotifiedResult } from "./NotifiedCall.ts"

/**
 * What a notification says of an operation of any kind; `@odata.type` tells which. The declared properties of
 * recordOperation are named because bots read them; those of other kinds are kept.
 *
 * Source: CSDL, entity type `microsoft.graph.commsOperation` and those that derive from it.
 */
export const NotifiedOperation = open({
  "@odata.type": Schema.String,
  id: optionalText,
  status: Schema.optionalKey(OperationStatusInAnyCase),
  clientContext: optionalText,
  resultInfo: Schema.optionalKey(Schema.NullOr(NotifiedResult)),
  completionReason: optionalText,
  recordingLocation: optionalText,
  recordingAccessToken: optionalText
}).annotate({ identifier: "NotifiedOperation", description: "What a notification says of an operation." })
export type NotifiedOperation = typeof NotifiedOperation.Type
