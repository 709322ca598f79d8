import { Effect, Schedule } from "effect"
// oxlint-disable-next-line effecttsgo/node-builtin-import -- the types of what node:http hands over
import type { IncomingMessage, Server } from "node:http"
// oxlint-disable-next-line effecttsgo/node-builtin-import -- as above
import type { Socket } from "node:net"

/** What takes longer is cut off. */
const longest = "10 seconds"

/** A connection by its other end: the socket of https is another one than that which it came in on. */
const keyOf = ({ localPort, remoteAddress, remotePort }: Socket): string =>
  `${remoteAddress} ${remotePort} ${localPort}`

/** The end of a server that takes no more connections. */
const closed = (server: Server) => Effect.callback<void>((resume) => void server.close(() => resume(Effect.void)))

/** Follows the connections of servers, so that they can close: at once where nobody waits for an answer. */
export const trackConnections = (grace: number) => {
  const servers: Array<Server> = []
  const open = new Set<string>()
  /** Those that have sent no request; Node counts them among the busy ones. */
  const silent = new Map<string, Socket>()
  /** Those that lead elsewhere, of which Node knows no end. */
  const tunnels = new Map<string, Socket>()

  const speaks = ({ socket }: IncomingMessage) => {
    if (silent.size > 0) silent.delete(keyOf(socket))
  }

  /** Follows those of a server. One that comes through a tunnel of another server begins anew. */
  const follow = (server: Server): void => {
    servers.push(server)
    server.on("connection", (socket: Socket) => {
      const key = keyOf(socket)
      open.add(key)
      silent.set(key, socket)
      tunnels.delete(key)
      socket.once("close", () => {
        open.delete(key)
        silent.delete(key)
        tunnels.delete(key)
      })
    })
    server.on("request", speaks)
    server.on("connect", (request: IncomingMessage) => {
      speaks(request)
      tunnels.set(keyOf(request.socket), request.socket)
    })
  }

  const destroySilent = Effect.sync(() => {
    const hasClients = open.size > silent.size
    for (const socket of silent.values()) socket.destroy()
    return hasClients
  })
  const forAll = (act: (server: Server) => void) => Effect.sync(() => servers.forEach(act))

  /** Takes no more connections, closes those without a request and tunnels, answers what is in flight, and closes. */
  const close = destroySilent.pipe(
    Effect.flatMap((hasClients) => hasClients ? Effect.sleep(grace) : Effect.void),
    Effect.andThen(Effect.sync(() => tunnels.forEach((socket) => socket.destroy()))),
    Effect.andThen(Effect.raceFirst(
      Effect.forEach(servers, closed, { concurrency: "unbounded", discard: true }),
      Effect.repeat(forAll((server) => server.closeIdleConnections()), Schedule.spaced("20 millis"))
    )),
    Effect.timeoutOrElse({ duration: longest, orElse: () => forAll((server) => server.closeAllConnections()) }),
    Effect.asVoid
  )

  return { follow, close }
}
