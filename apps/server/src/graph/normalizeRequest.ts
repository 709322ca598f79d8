// oxlint-disable-next-line effecttsgo/node-builtin-import -- the type of what node:http hands over
import type { IncomingMessage } from "node:http"

/** An address in brackets, and perhaps a port. */
const bracketed = /^\[[\da-f:.]+\](?::\d{1,5})?$/i

/**
 * Spells the scheme of an absolute target and an address in brackets in the one way that Hono knows of several; a request that
 * names no host, as HTTP/1.0 may, is for the address that it came to, and one for the server as a whole (`*`) is for its root.
 *
 * Source: RFC 9110, 4.2.3, 7.2 and 9.3.7; RFC 4291, 2.2.
 */
export const normalizeRequest = (incoming: IncomingMessage): void => {
  const { headers, url = "/" } = incoming
  if (url === "*") incoming.url = "/"
  else if (!url.startsWith("/")) incoming.url = url.replace(/^https?:/i, (scheme) => scheme.toLowerCase())
  if (headers.host === undefined || headers.host === "") headers.host = hostOf(incoming)
  else if (bracketed.test(headers.host)) headers.host = URL.parse(`http://${headers.host}`)?.host ?? headers.host
}

/** The address that a connection came to, as a host. */
const hostOf = ({ socket: { localAddress = "localhost", localPort } }: IncomingMessage): string => {
  const address = localAddress.replace(/^::ffff:(?=[\d.]+$)/i, "")
  return `${address.includes(":") ? `[${address}]` : address}:${localPort}`
}
