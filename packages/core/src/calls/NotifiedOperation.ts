import { Schema } from "effect"
import { open } from "../internal/open.ts"
import { OperationStatusInAnyCase } from "../OperationStatus.ts"
import { NotifiedResult } from "./NotifiedCall.ts"

const text = Schema.optionalKey(Schema.NullOr(Schema.String))

/**
 * What a notification says of an operation of any kind; `@odata.type` tells which. The declared properties of
 * recordOperation are named because bots read them; those of other kinds are kept.
 *
 * Source: CSDL, entity type `microsoft.graph.commsOperation` and those that derive from it.
 */
export const NotifiedOperation = open({
  "@odata.type": Schema.String,
  id: text,
  status: Schema.optionalKey(OperationStatusInAnyCase),
  clientContext: text,
  resultInfo: Schema.optionalKey(Schema.NullOr(NotifiedResult)),
  completionReason: text,
  recordingLocation: text,
  recordingAccessToken: text
}).annotate({ identifier: "NotifiedOperation", description: "What a notification says of an operation." })
export type NotifiedOperation = typeof NotifiedOperation.Type
