import { failure, type RecordOperationsError } from "@recordop/MISSING"
import {
  type CallId,
  CallNotFound,
  InvalidRequest,
  type OperationId,
  type OperationKey,
  OperationNotFound,
  type PageRequest,
  type Precondition,
  type RecordOperationChange,
  RecordOperations,
  type RecordOperationUpdate,
  Unavailable,
  VersionMismatch
} from "@recordop/core"
import type { NumberedEvent } from "@recordop/emulator/protocol/EmulatorEvent"
import { Effect, flow, Layer, Result, Stream } from "effect"
import { HttpClient } from "effect/http"
import type { ClientOptions } from "./ClientOptions.ts"
import { decodeEndpoint, type InvalidBaseUrl } from "./endpoint.ts"
import { subscribe } from "./events.ts"
import type { RequestFailed } from "./RequestFailed.ts"
import { makeRequests } from "./requests.ts"
import { makeSend } from "./send.ts"

/**
 * `RecordOperations` over HTTP: of recordop's server, or of any that has Graph's URLs. An answer of 429 or 503 is waited
 * for as the server asks, three times at the most. `create` takes no id: the server makes it. A cursor of `list` is the
 * server's `@odata.nextLink` and is followed only to the server itself. `changes` needs recordop's server.
 */
export const layer = (
  options: ClientOptions
): Layer.Layer<RecordOperations, InvalidBaseUrl, HttpClient.HttpClient> =>
  Layer.effect(
    RecordOperations,
    Effect.gen(function*() {
      const endpoint = yield* decodeEndpoint(options.baseUrl)
      const client = yield* HttpClient.HttpClient
      const requests = makeRequests(endpoint, makeSend(client, options), options.timeout)
      const sendScoped = makeSend(HttpClient.withScope(client), options)

      return RecordOperations.of({
        get: (key) => orReason(requests.get(key), key),
        list: (callId: CallId, page: PageRequest = {}) => orReason(requests.list(callId, page), { callId }),
        count: (callId) => orReason(requests.count(callId), { callId }),
        create: (callId: CallId, properties: RecordOperationUpdate, operationId?: OperationId) =>
          operationId === undefined ? orReason(requests.create(callId, properties), { callId }) : idGiven,
        update: (key: OperationKey, update: RecordOperationUpdate, precondition?: Precondition) =>
          orReason(requests.update(key, update, precondition), key),
        delete: (key: OperationKey, precondition?: Precondition) => orReason(requests.delete(key, precondition), key),
        changes: Effect.mapBoth(subscribe(endpoint, sendScoped), {
          onFailure: unavailable,
          onSuccess: flow(Stream.mapError(unavailable), Stream.filterMap(toChange))
        })
      })
    })
  )

const toChange = ({ event }: NumberedEvent): Result.Result<RecordOperationChange, void> =>
  event._tag === "Operation" ? Result.succeed(event.change) : Result.failVoid

const idGiven = Effect.fail(
  failure(new InvalidRequest({ message: "An operation cannot be given an id over HTTP: the server makes it." }))
)

const unavailable = (error: RequestFailed): RecordOperationsError =>
  failure(new Unavailable({ message: error.message, cause: error }))

const orReason = <A>(
  effect: Effect.Effect<A, RequestFailed>,
  key: { readonly callId: CallId; readonly operationId?: OperationId }
): Effect.Effect<A, RecordOperationsError> => Effect.mapError(effect, (error) => failure(reasonOf(error, key)))

const reasonOf = (
  error: RequestFailed,
  { callId, operationId }: { readonly callId: CallId; readonly operationId?: OperationId }
): RecordOperationsError["reason"] => {
  const { code, message, status } = error
  if (status === 404 && (code === "8522" || operationId === undefined)) return new CallNotFound({ callId })
  if (status === 404 && operationId !== undefined) return new OperationNotFound({ callId, operationId })
  if (status === 412) return new VersionMismatch({})
  return status !== undefined && status >= 400 && status < 500 && status !== 429
    ? new InvalidRequest({ message })
    : new Unavailable({ message, cause: error })
}
