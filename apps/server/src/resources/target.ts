import { CallId, decodeOptions, OperationId, type OperationKey, type Precondition } from "@recordop/core"
import { Result, Schema } from "effect"
import { preconditionOf } from "../graph/conditions.ts"
import type { GraphRequest } from "../graph/GraphRequest.ts"
import { type QueryOptionName, type QueryOptions, queryOptions } from "../graph/query.ts"
import { invalid, type Refused } from "../graph/Refused.ts"

/** What a request for one operation says besides its body. */
export interface OperationTarget {
  readonly key: OperationKey
  readonly options: QueryOptions
  readonly precondition: Precondition | undefined
}

/** What a request for the operations of a call says besides its body. */
export interface CollectionTarget {
  readonly callId: CallId
  readonly options: QueryOptions
}

const decodeCallId = Schema.decodeUnknownResult(CallId, decodeOptions)
const decodeOperationId = Schema.decodeUnknownResult(OperationId, decodeOptions)

/** Decodes what a request for the operations of a call says. Fails with 400. */
export const collectionTarget = (
  request: GraphRequest,
  allowed: ReadonlyArray<QueryOptionName>
): Result.Result<CollectionTarget, Refused> => {
  const callId = decodeCallId(request.params["call"])
  if (Result.isFailure(callId)) return Result.fail(invalid(callId.failure, "call-id"))
  return Result.map(queryOptions(request, allowed), (options) => ({ callId: callId.success, options }))
}

/** Decodes what a request for one operation says. Fails with 400. */
export const operationTarget = (
  request: GraphRequest,
  allowed: ReadonlyArray<QueryOptionName>
): Result.Result<OperationTarget, Refused> => {
  const collection = collectionTarget(request, allowed)
  if (Result.isFailure(collection)) return Result.fail(collection.failure)
  const operationId = decodeOperationId(request.params["operation"])
  if (Result.isFailure(operationId)) return Result.fail(invalid(operationId.failure, "operation-id"))
  const { callId, options } = collection.success
  return Result.map(preconditionOf(request), (precondition) => ({
    key: { callId, operationId: operationId.success },
    options,
    precondition
  }))
}
