import { parseForwarded, parseList } from "./fields.ts"

/** What is known of a connection, and what its request says of the way that it came. */
export interface Way {
  readonly header: (name: string) => string | undefined
  /** Scheme and host as the request itself has them. */
  readonly own: string
  /** The address of whoever has connected; undefined without a connection. */
  readonly remoteAddress: string | undefined
}

const host = /^(?:[\w.-]+|\[[\da-f:.]+\])(?::\d{1,5})?$/i

/**
 * Where the client reaches the server: what a proxy on this machine says in `Forwarded` or `X-Forwarded-Proto` and
 * `X-Forwarded-Host`, or else what the request has.
 *
 * Source: RFC 7239, 5.3 and 5.4.
 */
export const originOf = ({ header, own, remoteAddress }: Way): string => {
  const forwarded = header("forwarded")
  const protocol = header("x-forwarded-proto")
  const name = header("x-forwarded-host")
  if (forwarded === undefined && protocol === undefined && name === undefined) return own
  if (remoteAddress === undefined || !isLoopbackAddress(remoteAddress)) return own
  const pairs = parseForwarded(forwarded ?? "")
  const [ownScheme = "http", ownHost = ""] = own.split("://")
  const scheme = (pairs.get("proto") ?? parseList(protocol)[0]?.value ?? ownScheme).toLowerCase()
  const named = pairs.get("host") ?? parseList(name)[0]?.value ?? ownHost
  const origin = `${scheme}://${named}`
  return /^https?$/.test(scheme) && host.test(named) && URL.canParse(origin) ? origin : own
}

/** Whether an address of a socket is this machine's own. */
export const isLoopbackAddress = (address: string): boolean => address === "::1" || /^(?:::ffff:)?127\./i.test(address)
