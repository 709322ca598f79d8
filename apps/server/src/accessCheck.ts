import type { GraphRequest } from "./graph/GraphRequest.ts"
import { Refused } from "./graph/Refused.ts"
import { isLoopback } from "./hosts.ts"
import type { ServerSettings } from "./ServerSettings.ts"

/**
 * Keeps web pages out. A request must name a loopback name, the address that the server listens on or an allowed host: a
 * page that makes its own name point here names another (DNS rebinding). And unless CORS is on, a page of another origin
 * may change nothing: it could not read the answer, but some requests it could send.
 */
export const makeAccessCheck = (
  { allowedHosts, cors, host }: Pick<ServerSettings, "allowedHosts" | "cors" | "host">
): (request: GraphRequest) => Refused | undefined => {
  const isAllowedHost = makeHostCheck(host, allowedHosts)
  return ({ header, method, origin }) => {
    const asked = origin.slice(origin.indexOf("//") + 2)
    if (!isAllowedHost(asked)) return hostRefused(asked)
    if (cors || method === "GET" || method === "HEAD") return undefined
    const from = header("origin")
    return from === undefined || URL.parse(from)?.host === asked ? undefined : originRefused(from)
  }
}

const hostRefused = (host: string) =>
  forbidden(
    `The host '${host}' is not allowed; allowed are localhost, the address that the server listens on, and those given ` +
      "by --allowed-host."
  )

const originRefused = (origin: string) =>
  forbidden(`Pages of the origin '${origin}' may change nothing here unless the server is started with --cors.`)

const forbidden = (message: string) => new Refused({ status: 403, code: "Forbidden", message })

const makeHostCheck = (listening: string, allowed: ReadonlyArray<string>): (host: string) => boolean => {
  const names = new Set([bracketed(listening), ...allowed].map((name) => name.toLowerCase()))
  let lastAllowed: string | undefined
  const isAllowed = (host: string): boolean => {
    const name = host.toLowerCase().replace(/:\d*$/, "")
    return names.has(name) || names.has(host.toLowerCase()) || isLoopback(name)
  }
  return (host) => {
    if (host === lastAllowed) return true
    if (!isAllowed(host)) return false
    lastAllowed = host
    return true
  }
}

/** An IPv6 address stands in brackets where a port may follow. */
const bracketed = (address: string): string =>
  address.includes(":") && !address.startsWith("[") ? `[${address}]` : address
