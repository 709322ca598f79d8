// oxlint-disable-next-line effecttsgo/node-builtin-import -- the type of what node:http hands over
import type { IncomingMessage } from "node:http"

/**
 * Spells the scheme of an absolute target and an address in brackets in the one way that Hono knows of several.
 *
 * Source: RFC 9110, 4.2.3; RFC 4291, 2.2.
 */
export const normalizeRequest = (incoming: IncomingMessage): void => {
  const { headers, url = "/" } = incoming
  if (!url.startsWith("/")) incoming.url = url.replace(/^https?:/i, (scheme) => scheme.toLowerCase())
  if (headers.host?.startsWith("[") === true) headers.host = URL.parse(`http://${headers.host}`)?.host ?? headers.host
}

/** Whether a request asks for the options of the server as a whole (RFC 9110, 9.3.7). */
export const isForServer = ({ method, url }: IncomingMessage): boolean => method === "OPTIONS" && url === "*"
