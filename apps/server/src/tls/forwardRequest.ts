// oxlint-disable-next-line effecttsgo/node-builtin-import -- what comes in is sent on as it is
import { type IncomingMessage, request as requestPlain, type ServerResponse } from "node:http"
// oxlint-disable-next-line effecttsgo/node-builtin-import -- as above
import { request as requestSecure } from "node:https"
// oxlint-disable-next-line effecttsgo/node-builtin-import -- as above
import { pipeline } from "node:stream"
import { parseList } from "../graph/fields.ts"
import { isLoopbackAddress } from "../graph/origin.ts"
import { isLoopbackName } from "../hosts.ts"
import type { ForwardProxyOptions } from "./forwardProxy.ts"

/** How many requests are under way at the most, and how long one may be silent, in milliseconds. */
const maxRequests = 256
const longestSilence = 300_000

/** What is of one connection alone (RFC 9110, 7.6.1), besides what `Connection` names. */
const ofConnection = new Set([
  "connection",
  "keep-alive",
  "proxy-connection",
  "proxy-authorization",
  "te",
  "trailer",
  "upgrade"
])

/**
 * Makes what sends requests on whose target is the whole URL of another server; it says whether it took one. What is for the server
 * itself, for a name in whose place it stands, from another machine, or from a web page, is none of its business.
 *
 * Source: RFC 9112, 3.2.2 (absolute-form); RFC 9110, 7.6.
 */
export const makeForwardRequest = ({ log, names, offline }: Omit<ForwardProxyOptions, "accept">) => {
  let underWay = 0

  return (incoming: IncomingMessage, outgoing: ServerResponse): boolean => {
    const { headers, socket, url = "" } = incoming
    const target = /^https?:\/\//i.test(url) ? URL.parse(url) : null
    if (target === null || names.includes(target.hostname)) return false
    if (isLoopbackName(target.hostname) && portOf(target) === socket.localPort) return false
    if (headers.origin !== undefined || !isLoopbackAddress(socket.remoteAddress ?? "")) return false
    if (offline) {
      log(`${incoming.method} ${target.origin} is refused: the proxy is offline.`)
      outgoing.writeHead(403).end()
    } else if (underWay >= maxRequests) {
      outgoing.writeHead(503).end()
    } else {
      underWay++
      outgoing.once("close", () => underWay--)
      forward(incoming, outgoing, target)
    }
    return true
  }
}

const portOf = ({ port, protocol }: URL): number => port === "" ? (protocol === "https:" ? 443 : 80) : Number(port)

const forward = (incoming: IncomingMessage, outgoing: ServerResponse, target: URL): void => {
  const options = {
    method: incoming.method,
    headers: { ...passedOn(incoming), host: target.host, via: "1.1 recordop" },
    timeout: longestSilence
  }
  // Some clients ask a proxy for https without a tunnel.
  const request = target.protocol === "https:" ? requestSecure : requestPlain
  const asked = request(target, options, (answer) => {
    const { statusCode = 0 } = answer
    if (statusCode < 200) {
      asked.destroy(new Error("The answer has no status that can be passed on."))
      return
    }
    outgoing.writeHead(statusCode, passedOn(answer))
    // An answer that is cut off is cut off for the client too.
    pipeline(answer, outgoing, () => undefined)
  })
  asked.on("timeout", () => asked.destroy())
  asked.on("error", () => outgoing.headersSent ? outgoing.destroy() : outgoing.writeHead(502).end())
  outgoing.once("close", () => asked.destroy())
  incoming.pipe(asked)
}

const passedOn = ({ headers }: IncomingMessage) => {
  const named = parseList(headers.connection).map(({ value }) => value.toLowerCase())
  const own = new Set([...ofConnection, ...named])
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !own.has(name)))
}
