import { Effect, Schema } from "effect"

/** Where a server is, and which version of Graph is asked for. */
export interface Endpoint {
  /** Scheme, host and what else precedes the version; no slash at the end. */
  readonly root: string
  readonly origin: string
  readonly version: "v1.0" | "beta"
}

/** The base URL of a client is no http or https URL. */
export class InvalidBaseUrl extends Schema.TaggedError<InvalidBaseUrl>()("InvalidBaseUrl", { baseUrl: Schema.String }) {
  override get message(): string {
    return `Not a base URL: ${JSON.stringify(this.baseUrl)}. Expected one as http://127.0.0.1:4080 or ` +
      "https://graph.microsoft.com/beta."
  }
}

/** Reads a base URL, which may end in a version of Graph; v1.0 unless it does. Throws `InvalidBaseUrl`. */
export const parseEndpoint = (baseUrl: string): Endpoint => {
  const url = URL.parse(baseUrl)
  if (url === null || !/^https?:$/.test(url.protocol)) throw new InvalidBaseUrl({ baseUrl })
  const [, prefix = "", version] = /^(.*?)\/*(?:\/(v1\.0|beta))?\/*$/.exec(url.pathname) ?? []
  return { root: url.origin + prefix, origin: url.origin, version: version === "beta" ? "beta" : "v1.0" }
}

/** The same as an effect. */
export const decodeEndpoint = (baseUrl: string): Effect.Effect<Endpoint, InvalidBaseUrl> =>
  Effect.try({ try: () => parseEndpoint(baseUrl), catch: () => new InvalidBaseUrl({ baseUrl }) })
