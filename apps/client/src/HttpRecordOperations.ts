import {
  type CallId,
  InvalidRequest,
  type OperationId,
  type OperationKey,
  type PageRequest,
  type Precondition,
  type RecordOperationChange,
  RecordOperations,
  type RecordOperationUpdate,
  Unavailable
} from "@recordop/core"
import type { NumberedEvent } from "@recordop/emulator/protocol/EmulatorEvent"
import { Effect, Layer, Result, Stream } from "effect"
import { HttpClient } from "effect/http"
import type { ClientOptions } from "./ClientOptions.ts"
import { decodeEndpoint, type InvalidBaseUrl } from "./endpoint.ts"
import { ofCall, ofChange, ofOperation, orReason, orRefused } from "./errors.ts"
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
        get: (key) => orReason(ofOperation(key))(requests.get(key)),
        list: (callId: CallId, page: PageRequest = {}) => orReason(ofCall(callId))(requests.list(callId, page)),
        count: (callId) => orReason(ofCall(callId))(requests.count(callId)),
        create: (callId: CallId, properties: RecordOperationUpdate, operationId?: OperationId) =>
          operationId === undefined ? orRefused(requests.create(callId, properties)) : idGiven,
        update: (key: OperationKey, update: RecordOperationUpdate, precondition?: Precondition) =>
          orReason(ofChange(key))(requests.update(key, update, precondition)),
        delete: (key: OperationKey, precondition?: Precondition) =>
          orReason(ofChange(key))(requests.delete(key, precondition)),
        changes: Effect.mapBoth(subscribe(endpoint, sendScoped), {
          onFailure: unavailable,
          onSuccess: ({ events }) => Stream.filterMap(Stream.mapError(events, unavailable), toChange)
        })
      })
    })
  )

const toChange = ({ event }: NumberedEvent): Result.Result<RecordOperationChange, void> =>
  event._tag === "Operation" ? Result.succeed(event.change) : Result.failVoid

const idGiven = Effect.fail(
  new InvalidRequest({ message: "An operation cannot be given an id over HTTP: the server makes it." })
)

const unavailable = (error: RequestFailed): Unavailable => new Unavailable({ message: error.message, cause: error })
