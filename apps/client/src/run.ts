import { Cause, Data, Effect, Exit, Layer, ManagedRuntime, type Scope, Stream } from "effect"
import { FetchHttpClient, type HttpClient } from "effect/http"
import { toClientError } from "./ClientError.ts"
import { RequestFailed } from "./RequestFailed.ts"

/** Options of every request. */
export interface RequestOptions {
  /** Aborts the request; its promise then rejects with the signal's reason. */
  readonly signal?: AbortSignal
}

type Request<A, R = never> = Effect.Effect<A, RequestFailed, HttpClient.HttpClient | R>

/** What makes promises and iterables of requests. */
export interface Run {
  readonly promise: <A>(request: Request<A>, options?: RequestOptions) => Promise<A>
  /** The connection behind it lasts until the loop ends or the signal aborts. */
  readonly iterable: <A>(
    request: Request<Stream.Stream<A, RequestFailed>, Scope.Scope>,
    options?: RequestOptions
  ) => AsyncIterable<A>
}

/** Runs requests with this `fetch`, or the global one. */
export const makeRun = (fetch: typeof globalThis.fetch | undefined): Run => {
  const layer = layerFetch(fetch)
  const runtime = ManagedRuntime.make(layer)

  const promise: Run["promise"] = (request, options) =>
    runtime.runPromiseExit(request, options).then((exit) => {
      if (Exit.isSuccess(exit)) return exit.value
      options?.signal?.throwIfAborted()
      throw toThrown(Cause.squash(exit.cause))
    })

  const iterable: Run["iterable"] = (request, { signal } = {}) => {
    const stream = Stream.provide(Stream.unwrap(request), layer)
    const until = signal === undefined ? stream : Stream.interruptWhen(stream, aborted(signal))
    return Stream.toAsyncIterable(Stream.mapError(until, toThrown))
  }

  return { promise, iterable }
}

/** What is to be thrown for an error, or for a defect. */
const toThrown = (error: unknown): unknown => {
  if (error instanceof Aborted) return error.reason
  return error instanceof RequestFailed ? toClientError(error) : error
}

/** The signal has aborted, for this reason. */
class Aborted extends Data.TaggedError("Aborted")<{ readonly reason: unknown }> {}

/** Fails when the signal aborts. */
const aborted = (signal: AbortSignal): Effect.Effect<never, Aborted> =>
  Effect.callback((resume) => {
    const abort = () => resume(Effect.fail(new Aborted({ reason: signal.reason })))
    if (signal.aborted) abort()
    else signal.addEventListener("abort", abort, { once: true })
    return Effect.sync(() => signal.removeEventListener("abort", abort))
  })

const layerFetch = (fetch: typeof globalThis.fetch | undefined): Layer.Layer<HttpClient.HttpClient> =>
  fetch === undefined
    ? FetchHttpClient.layer
    : Layer.provideMerge(FetchHttpClient.layer, Layer.succeed(FetchHttpClient.Fetch, fetch))
