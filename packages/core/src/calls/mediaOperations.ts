import { Schema } from "effect"
import { OperationId } from "../Ids.ts"
import { clientContext } from "../internal/clientContext.ts"
import { OperationStatusInAnyCase } from "../OperationStatus.ts"
import { ResultInfo } from "../ResultInfo.ts"

const fields = {
  id: Schema.toType(OperationId),
  status: OperationStatusInAnyCase,
  clientContext,
  resultInfo: Schema.NullOr(ResultInfo)
}

/**
 * The playing of prompts. It is no recordOperation: it shows in the answer of `playPrompt` and in notifications.
 *
 * Source: CSDL, entity type `microsoft.graph.playPromptOperation`.
 */
export const PlayPromptOperation = Schema.Struct({
  "@odata.type": Schema.tag("#microsoft.graph.playPromptOperation"),
  ...fields
}).annotate({ identifier: "PlayPromptOperation", description: "The playing of prompts." })
export type PlayPromptOperation = typeof PlayPromptOperation.Type

/**
 * The cancelling of what plays, records and waits. It is complete when it is answered.
 *
 * Source: CSDL, entity type `microsoft.graph.cancelMediaProcessingOperation`.
 */
export const CancelMediaProcessingOperation = Schema.Struct({
  "@odata.type": Schema.tag("#microsoft.graph.cancelMediaProcessingOperation"),
  ...fields
}).annotate({ identifier: "CancelMediaProcessingOperation", description: "The cancelling of media operations." })
export type CancelMediaProcessingOperation = typeof CancelMediaProcessingOperation.Type
