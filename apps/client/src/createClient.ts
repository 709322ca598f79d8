import {
  CallId,
  formatETag,
  OperationId,
  parseETags,
  type Precondition,
  type RecordOperation,
  type RecordOperationUpdate,
  type VersionedOperation
} from "@recordop/core"
import { Cause, Effect, Exit, Layer, ManagedRuntime, Result, Schema } from "effect"
import { FetchHttpClient, HttpClient } from "effect/http"
import { toClientError } from "./ClientError.ts"
import { parseEndpoint } from "./endpoint.ts"
import { RequestFailed } from "./RequestFailed.ts"
import { makeRequests } from "./requests.ts"
import { makeSend } from "./send.ts"

/** How to reach a server, for `createClient`. */
export interface CreateClientOptions {
  /** As in `http://127.0.0.1:4080` or `https://graph.microsoft.com/beta`; v1.0 unless it ends in a version. */
  readonly baseUrl: string
  /** The access token, or a function that gives one for each request. None is sent unless given. */
  readonly token?: string | (() => string | Promise<string>)
  /** How long to wait for an answer, in milliseconds; 30000 unless given. */
  readonly timeout?: number
  /** Used in place of the global `fetch`. */
  readonly fetch?: typeof globalThis.fetch
}

/** An operation and the version that it is in. */
export type OperationEntity = RecordOperation & { readonly "@odata.etag": string }

/** Options of every request. */
export interface RequestOptions {
  /** Aborts the request; its promise then rejects with the signal's reason. */
  readonly signal?: AbortSignal
}

/** Options of requests that change an operation. */
export interface ChangeOptions extends RequestOptions {
  /** Make the change only to this version: an `@odata.etag`, several separated by commas, or `*`. */
  readonly ifMatch?: string
}

/** One operation of a call. */
export interface OperationClient {
  readonly get: (options?: RequestOptions) => Promise<OperationEntity>
  /** Changes what `update` names; null clears. */
  readonly update: (update: RecordOperationUpdate, options?: ChangeOptions) => Promise<OperationEntity>
  readonly delete: (options?: ChangeOptions) => Promise<void>
}

/** A call and its operations. */
export interface CallClient {
  readonly operation: (operationId: string) => OperationClient
  /** Every operation, page by page as they are asked for. */
  readonly operations: (options?: RequestOptions & { readonly pageSize?: number }) => AsyncIterable<OperationEntity>
  readonly count: (options?: RequestOptions) => Promise<number>
  /** Creates an operation, and in recordop's server the call when there is none. */
  readonly create: (properties?: RecordOperationUpdate, options?: RequestOptions) => Promise<OperationEntity>
}

/** A server. */
export interface RecordopClient {
  readonly call: (callId: string) => CallClient
}

/**
 * A client of plain promises. They reject with a `ClientError`, or with the reason of the signal. Throws when the base
 * URL or an id is none.
 */
export const createClient = (options: CreateClientOptions): RecordopClient => {
  const runtime = ManagedRuntime.make(layerFetch(options))
  const { token, ...rest } = options
  const given = token === undefined ? rest : { ...rest, token: tokenOf(token) }
  const requests = makeRequests(
    parseEndpoint(options.baseUrl),
    (request) => HttpClient.HttpClient.use((client) => makeSend(client, given)(request)),
    options.timeout
  )

  const run = <A>(effect: Effect.Effect<A, RequestFailed, HttpClient.HttpClient>, options?: RequestOptions) =>
    runtime.runPromiseExit(effect, options).then((exit) => {
      if (Exit.isSuccess(exit)) return exit.value
      options?.signal?.throwIfAborted()
      const error = Cause.squash(exit.cause)
      throw error instanceof RequestFailed ? toClientError(error) : error
    })

  const entity = (effect: Effect.Effect<VersionedOperation, RequestFailed, HttpClient.HttpClient>) =>
    Effect.map(effect, toEntity)

  const call = (call: string): CallClient => {
    const callId = idOf(CallId, call)

    const operation = (id: string): OperationClient => {
      const key = { callId, operationId: idOf(OperationId, id) }
      return {
        get: (options) => run(entity(requests.get(key)), options),
        update: (update, options) =>
          run(
            entity(Effect.flatMap(preconditionOf(options), (condition) => requests.update(key, update, condition))),
            options
          ),
        delete: (options) =>
          run(Effect.flatMap(preconditionOf(options), (condition) => requests.delete(key, condition)), options)
      }
    }

    // oxlint-disable-next-line effecttsgo/async-function -- an async iterable, for people without Effect
    const operations = async function*(options: RequestOptions & { readonly pageSize?: number } = {}) {
      const first = options.pageSize === undefined ? {} : { limit: options.pageSize }
      for (let page = await run(requests.list(callId, first), options);;) {
        yield* page.items.map(toEntity)
        if (page.nextCursor === undefined) return
        // oxlint-disable-next-line eslint/no-await-in-loop -- a page names the next one
        page = await run(requests.list(callId, { cursor: page.nextCursor }), options)
      }
    }

    return {
      operation,
      operations,
      count: (options) => run(requests.count(callId), options),
      create: (properties = {}, options) => run(entity(requests.create(callId, properties)), options)
    }
  }

  return { call }
}

const layerFetch = ({ fetch }: CreateClientOptions): Layer.Layer<HttpClient.HttpClient> =>
  fetch === undefined
    ? FetchHttpClient.layer
    : Layer.provideMerge(FetchHttpClient.layer, Layer.succeed(FetchHttpClient.Fetch, fetch))

const tokenOf = (token: string | (() => string | Promise<string>)) =>
  typeof token === "string" ? token : Effect.promise(() => Promise.resolve(token()))

const toEntity = ({ operation, version }: VersionedOperation): OperationEntity => ({
  ...operation,
  "@odata.etag": formatETag(version)
})

const badRequest = (message: string) => new RequestFailed({ status: 400, code: "BadRequest", message })

const idOf = <A>(schema: Schema.Codec<A, string>, id: string): A => {
  const decoded = Schema.decodeResult(schema)(id)
  if (Result.isSuccess(decoded)) return decoded.success
  throw toClientError(badRequest(`Not an id: ${JSON.stringify(id)}.`))
}

const preconditionOf = ({ ifMatch }: ChangeOptions = {}): Effect.Effect<Precondition, RequestFailed> => {
  if (ifMatch === undefined) return Effect.succeed({})
  const tags = parseETags(ifMatch)
  return tags === undefined
    ? Effect.fail(badRequest(`Not an entity tag: ${ifMatch}.`))
    : Effect.succeed({ ifMatch: tags })
}
