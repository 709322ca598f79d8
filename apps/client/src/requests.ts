import {
  type CallId,
  formatETags,
  type OperationKey,
  type Page,
  type PageRequest,
  pageSize,
  parseETags,
  type Precondition,
  RecordOperation,
  type RecordOperationUpdate,
  type VersionedOperation
} from "@recordop/core"
import { CallOperation, type VersionedCallOperation } from "@recordop/core/calls"
import { Effect, Schema } from "effect"
import { HttpClientRequest, type HttpClientResponse } from "effect/http"
import type { Endpoint } from "./endpoint.ts"
import { RequestFailed } from "./RequestFailed.ts"
import { defaultTimeout, type Send } from "./send.ts"
import { withTimeout } from "./withTimeout.ts"

/** The requests of "recordOperation", with their answers decoded. */
export const makeRequests = <R>(
  { origin, root, version }: Endpoint,
  send: Send<R>,
  timeout: number = defaultTimeout
) => {
  const inTime = withTimeout(timeout)
  const toEntity = (response: HttpClientResponse.HttpClientResponse) => inTime(decodeEntity(response))

  const callUrl = (callId: CallId) => `${root}/${version}/communications/calls/${encodeURIComponent(callId)}/operations`
  const url = ({ callId, operationId }: OperationKey) => `${callUrl(callId)}/${encodeURIComponent(operationId)}`

  const get = (key: OperationKey) => Effect.flatMap(send(HttpClientRequest.get(url(key))), toEntity)

  const list = Effect.fnUntraced(function*(callId: CallId, { cursor, limit, skip }: PageRequest) {
    const target = cursor === undefined ? callUrl(callId) : cursor
    if (!isOf(origin, target)) return yield* foreignCursor
    const request = HttpClientRequest.get(target).pipe(
      cursor === undefined && limit !== undefined
        ? HttpClientRequest.setUrlParam("$top", String(pageSize({ limit })))
        : (request) => request,
      skip === undefined || skip === 0 ? (request) => request : HttpClientRequest.setUrlParam("$skip", String(skip))
    )
    return yield* inTime(decodePage(yield* send(request)))
  })

  const count = Effect.fnUntraced(function*(callId: CallId) {
    const response = yield* send(HttpClientRequest.get(`${callUrl(callId)}/$count`))
    return yield* inTime(Effect.flatMap(response.text, decodeCount).pipe(Effect.mapError(invalidResponse)))
  })

  const create = (callId: CallId, properties: RecordOperationUpdate) =>
    withBody(HttpClientRequest.post(callUrl(callId)), properties).pipe(
      Effect.flatMap(send),
      Effect.flatMap(toEntity)
    )

  const update = (key: OperationKey, update: RecordOperationUpdate, precondition: Precondition = {}) =>
    withBody(HttpClientRequest.patch(url(key), { headers: conditions(precondition) }), update).pipe(
      Effect.flatMap(send),
      Effect.flatMap(toEntity)
    )

  const remove = (key: OperationKey, precondition: Precondition = {}) =>
    Effect.asVoid(send(HttpClientRequest.delete(url(key), { headers: conditions(precondition) })))

  return { get, list, count, create, update, delete: remove }
}

const isOf = (origin: string, url: string): boolean => URL.parse(url)?.origin === origin

const foreignCursor = new RequestFailed({ status: 400, code: "BadRequest", message: "Unknown cursor." })

/** The request with a body of JSON. */
export const withBody = (request: HttpClientRequest.HttpClientRequest, body: object) =>
  Effect.mapError(
    HttpClientRequest.bodyJson(request, body),
    () => new RequestFailed({ status: 400, code: "BadRequest", message: "The body cannot be written as JSON." })
  )

const conditions = ({ ifMatch, ifNoneMatch }: Precondition): Record<string, string> => ({
  ...(ifMatch === undefined ? {} : { "If-Match": tagsOf(ifMatch) }),
  ...(ifNoneMatch === undefined ? {} : { "If-None-Match": tagsOf(ifNoneMatch) })
})

/** A list of no version is sent as a tag that no version has: an empty header would be malformed. */
const tagsOf = (versions: NonNullable<Precondition["ifMatch"]>): string =>
  versions.length === 0 ? "W/\"none\"" : formatETags(versions)

/** The server answered something that is no answer of Graph's. */
export const invalidResponse = (cause: { readonly message: string }): RequestFailed =>
  new RequestFailed({ code: "InvalidResponse", message: `The answer cannot be read: ${cause.message}`, cause })

const Control = Schema.Struct({ "@odata.etag": Schema.optionalKey(Schema.String) })
const decodeControl = Schema.decodeUnknownEffect(Control)
const decodeOperation = Schema.decodeUnknownEffect(RecordOperation)
const decodeAnyOperation = Schema.decodeUnknownEffect(CallOperation)
const decodeCollection = Schema.decodeUnknownEffect(Schema.Struct({
  value: Schema.Array(Schema.Json),
  "@odata.nextLink": Schema.optionalKey(Schema.String)
}))
const decodeCount = Schema.decodeUnknownEffect(Schema.FiniteFromString)

const versionOf = (etag: string): number => {
  const [version = 1] = parseETags(etag) ?? []
  return Number(version)
}

const toVersioned = Effect.fnUntraced(function*(json: unknown) {
  const { "@odata.etag": etag = "" } = yield* decodeControl(json)
  const versioned: VersionedOperation = { version: versionOf(etag), operation: yield* decodeOperation(json) }
  return versioned
})

/** Reads a record operation. */
export const decodeEntity = (response: HttpClientResponse.HttpClientResponse) =>
  Effect.flatMap(response.json, toVersioned).pipe(Effect.mapError(invalidResponse))

/** Reads an operation of any kind. */
export const decodeAnyEntity = Effect.fnUntraced(function*(response: HttpClientResponse.HttpClientResponse) {
  const json = yield* response.json
  const { "@odata.etag": etag = "" } = yield* decodeControl(json)
  const versioned: VersionedCallOperation = { version: versionOf(etag), operation: yield* decodeAnyOperation(json) }
  return versioned
}, Effect.mapError(invalidResponse))

const decodePage = Effect.fnUntraced(function*(response: HttpClientResponse.HttpClientResponse) {
  const { "@odata.nextLink": nextCursor, value } = yield* Effect.flatMap(response.json, decodeCollection)
  const items = yield* Effect.forEach(value, toVersioned)
  const page: Page = nextCursor === undefined ? { items } : { items, nextCursor }
  return page
}, Effect.mapError(invalidResponse))

/** The body of a request; what cannot be one is to blame on who asks. */
export const encoded = <A>(body: Effect.Effect<A, Schema.SchemaError>) =>
  Effect.mapError(body, ({ message }) => new RequestFailed({ status: 400, code: "BadRequest", message }))
