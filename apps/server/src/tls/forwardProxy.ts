// oxlint-disable-next-line effecttsgo/node-builtin-import -- the types of what node:http hands over
import type { IncomingMessage, Server } from "node:http"
// oxlint-disable-next-line effecttsgo/node-builtin-import -- tunnels are connections of Node
import { connect, type Socket } from "node:net"
// oxlint-disable-next-line effecttsgo/node-builtin-import -- as above
import type { Duplex } from "node:stream"
import { isLoopbackAddress } from "../graph/origin.ts"
import { isLoopbackName } from "../hosts.ts"

/** What a proxy is set to. */
export interface ForwardProxyOptions {
  /** Names whose connections end here. */
  readonly names: ReadonlyArray<string>
  /** Takes a connection to one of them. */
  readonly accept: (socket: Duplex) => void
  /** Whether nothing else is let through. */
  readonly offline: boolean
  readonly log: (line: string) => unknown
}

/** How many tunnels there are at the most, and how long one may be silent, in milliseconds. */
const maxTunnels = 256
const longestSilence = 300_000

/**
 * Makes a forward proxy of a server: connections to some names end at the server itself, and those to any other are let through
 * unread. It is for programs on this machine; a web page cannot ask for it.
 *
 * Source: RFC 9110, 9.3.6 (CONNECT).
 */
export const addForwardProxy = (server: Server, { accept, log, names, offline }: ForwardProxyOptions): void => {
  let tunnels = 0

  server.on("connect", (request: IncomingMessage, socket: Socket, head: Buffer) => {
    socket.on("error", () => socket.destroy())
    const target = targetOf(request.url ?? "")
    if (!isLoopbackAddress(socket.remoteAddress ?? "")) return refuse(socket, "403 Forbidden")
    if (target === undefined) return refuse(socket, "400 Bad Request")
    if (names.includes(target.host)) {
      if (target.port !== 443) return refuse(socket, "403 Forbidden")
      socket.write("HTTP/1.1 200 Connection Established\r\n\r\n")
      if (head.length > 0) socket.unshift(head)
      return accept(socket)
    }
    if (offline) {
      log(`CONNECT ${target.host}:${target.port} is refused: the proxy is offline.`)
      return refuse(socket, "403 Forbidden")
    }
    // A tunnel to the server itself would lead to the proxy again.
    if (target.port === socket.localPort && isOwnHost(target.host)) return refuse(socket, "403 Forbidden")
    if (tunnels >= maxTunnels) return refuse(socket, "503 Service Unavailable")
    tunnels++
    tunnel(socket, target, head, () => tunnels--)
  })
}

interface Target {
  readonly host: string
  readonly port: number
}

/** The host and port of a tunnel, as in `graph.microsoft.com:443` or `[::1]:443`. */
const targetOf = (authority: string): Target | undefined => {
  const [, bracketed, plain, port] = /^(?:\[([0-9a-f:.]+)\]|([^:/@\s]+)):(\d{1,5})$/i.exec(authority) ?? []
  const host = (bracketed ?? plain ?? "").toLowerCase()
  const number = Number(port)
  return host === "" || number < 1 || number > 65_535 ? undefined : { host, port: number }
}

const isOwnHost = (host: string): boolean => isLoopbackName(host) || isLoopbackAddress(host)

const refuse = (socket: Socket, status: string): void =>
  void socket.end(`HTTP/1.1 ${status}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n`)

const tunnel = (socket: Socket, { host, port }: Target, head: Buffer, ended: () => void): void => {
  const remote = connect({ host, port })
  let isOpen = false
  const close = () => {
    socket.destroy()
    remote.destroy()
  }
  remote.once("close", () => {
    ended()
    if (isOpen) close()
  })
  remote.on("error", () => isOpen ? close() : refuse(socket, "502 Bad Gateway"))
  socket.once("close", close)
  for (const one of [socket, remote]) one.setTimeout(longestSilence, close)
  remote.once("connect", () => {
    isOpen = true
    socket.write("HTTP/1.1 200 Connection Established\r\n\r\n")
    if (head.length > 0) remote.write(head)
    socket.pipe(remote)
    remote.pipe(socket)
  })
}
