import type { Received } from "./graph/GraphRequest.ts"
import { Refused } from "./graph/Refused.ts"
import { isLoopbackName } from "./hosts.ts"
import { namesOf } from "./identity/clouds.ts"
import type { ServerSettings } from "./ServerSettings.ts"

/**
 * Keeps web pages out. A request must name a loopback name, on a connection that came in on such an address, the address
 * that the server listens on, a name in whose place the server stands, or an allowed host: a page that makes its own name point here names another (DNS rebinding).
 * And unless CORS is on, a page of another origin may change nothing: it could not read the answer, but some requests it
 * could send.
 */
export const makeAccessCheck = (
  { allowedHosts, cloud, cors, host, tls }: Pick<ServerSettings, "allowedHosts" | "cloud" | "cors" | "host" | "tls">
): (request: Received) => Refused | undefined => {
  const inPlaceOf = new Set<string>(tls === undefined ? [] : namesOf(cloud))
  const names = new Set([bracketed(host), ...allowedHosts].map(canonical))
  const isAllowedHost = (asked: string, isLocal: boolean): boolean => {
    const lower = asked.toLowerCase()
    const name = lower.replace(/:\d*$/, "")
    return names.has("*") || names.has(name) || names.has(lower) ||
      (isLocal && (isLoopbackName(name) || inPlaceOf.has(name)))
  }
  return ({ header, host: asked, isLocal, method, origin }) => {
    if (!isAllowedHost(asked, isLocal)) return hostRefused(asked)
    if (cors || method === "GET" || method === "HEAD") return undefined
    const from = header("origin")
    return from === undefined || isOrigin(from, origin) ? undefined : originRefused(from)
  }
}

/** Whether a page of one origin asks its own; ports count. */
const isOrigin = (from: string, origin: string): boolean => URL.parse(from)?.host === URL.parse(origin)?.host

const hostRefused = (host: string) =>
  forbidden(
    `The host '${host}' is not allowed; allowed are localhost, the address that the server listens on, and those given ` +
      "by --allowed-host."
  )

const originRefused = (origin: string) =>
  forbidden(`Pages of the origin '${origin}' may change nothing here unless the server is started with --cors.`)

const forbidden = (message: string) => new Refused({ status: 403, code: "Forbidden", message })

/** A host as it stands in URLs: in small letters, addresses in their shortest form, without the port that goes without saying. */
const canonical = (host: string): string => URL.parse(`http://${host}`)?.host ?? host.toLowerCase()

/** An IPv6 address stands in brackets where a port may follow. */
const bracketed = (address: string): string =>
  address.includes(":") && !address.startsWith("[") ? `[${address}]` : address
