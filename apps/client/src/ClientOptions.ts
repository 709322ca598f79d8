import type { Effect, Redacted } from "effect"

/** How to reach a server. */
export interface ClientOptions {
  /**
   * The server, as in `http://127.0.0.1:4080` or `https://graph.microsoft.com`; it may end in `/v1.0` or `/beta`, and
   * means v1.0 unless it does.
   */
  readonly baseUrl: string
  /** The access token, or an effect that yields one for each request. None is sent unless given. */
  readonly token?: string | Redacted.Redacted | Effect.Effect<string | Redacted.Redacted>
  /** How long to wait for an answer, in milliseconds; 30000 unless given. */
  readonly timeout?: number
}
