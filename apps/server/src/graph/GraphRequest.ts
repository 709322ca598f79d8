import type { Effect } from "effect"
import type { Params } from "./PathTable.ts"
import type { Refused } from "./Refused.ts"

/** What names a request: its own id, and the one that the client gave or else the same. */
export interface RequestIds {
  readonly requestId: string
  readonly clientRequestId: string
}

/** A request as it has come; nothing in it has been decoded yet. */
export interface Received extends RequestIds {
  readonly method: string
  /** Scheme and host where the client reaches the server. */
  readonly origin: string
  /** The host that the request itself names. */
  readonly host: string
  /** Whether the connection came in on an address of this machine alone. */
  readonly isLocal: boolean
  readonly path: string
  /** What follows the `?`, or nothing. */
  readonly query: string
  readonly header: (name: string) => string | undefined
  /** The fields as they came, name and value in turn. */
  readonly rawHeaders: () => ReadonlyArray<string>
  readonly body: Body
  /** Aborts when the client leaves. */
  readonly signal: () => AbortSignal
}

/** A request as handlers see it, with what its path says. */
export interface GraphRequest extends Received {
  /** Which API it is of: a version of Graph's, the emulator's own, or that of who gives tokens. */
  readonly api: "v1.0" | "beta" | "_emulator" | "authority"
  readonly params: Params
}

/** The body of a request, read once. */
export interface Body {
  readonly bytes: Effect.Effect<Uint8Array, Refused>
  /** What has been read of it, as text where that is known; whoever reads the stream says so. */
  readonly read: () => string | Uint8Array | undefined
  readonly setRead: (read: string | Uint8Array) => void
  readonly stream: () => ReadableStream<Uint8Array> | null
}
