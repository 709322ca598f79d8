import { Data } from "effect"

/** A request that did not succeed: the server refused it, or no answer came. */
export class RequestFailed extends Data.TaggedError("RequestFailed")<{
  /** The HTTP status; absent when no answer came. */
  readonly status?: number
  /** Graph's error code, or `NetworkError`, `Timeout` or `InvalidResponse`. */
  readonly code: string
  readonly message: string
  /** What the server calls the request. */
  readonly requestId?: string
  readonly cause?: unknown
}> {}
