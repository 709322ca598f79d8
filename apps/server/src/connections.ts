import { Effect, Schedule } from "effect"
// oxlint-disable-next-line effecttsgo/node-builtin-import -- the types of what node:http hands over
import type { IncomingMessage, Server } from "node:http"
// oxlint-disable-next-line effecttsgo/node-builtin-import -- as above
import type { Socket } from "node:net"

/** What takes longer is cut off. */
const longest = "10 seconds"

/** A connection by its other end: the socket of https is another one than that which it came in on. */
const keyOf = ({ remoteAddress, remotePort }: Socket): string => `${remoteAddress} ${remotePort}`

/** Follows the connections of a server, so that it can close: at once where nobody waits for an answer. */
export const trackConnections = (server: Server, grace: number) => {
  const open = new Set<string>()
  /** Those that have sent no request; Node counts them among the busy ones. */
  const silent = new Map<string, Socket>()

  server.on("connection", (socket: Socket) => {
    const key = keyOf(socket)
    open.add(key)
    silent.set(key, socket)
    socket.once("close", () => {
      open.delete(key)
      silent.delete(key)
    })
  })
  const speaks = ({ socket }: IncomingMessage) => {
    if (silent.size > 0) silent.delete(keyOf(socket))
  }
  server.on("request", speaks)
  server.on("connect", speaks)

  const closed = Effect.callback<void>((resume) => void server.close(() => resume(Effect.void)))

  const destroySilent = Effect.sync(() => {
    const hasClients = open.size > silent.size
    for (const socket of silent.values()) socket.destroy()
    return hasClients
  })

  /** Takes no more connections, closes those without a request, answers what is in flight, and closes. */
  const close = destroySilent.pipe(
    Effect.flatMap((hasClients) => hasClients ? Effect.sleep(grace) : Effect.void),
    Effect.andThen(Effect.raceFirst(
      closed,
      Effect.repeat(Effect.sync(() => server.closeIdleConnections()), Schedule.spaced("20 millis"))
    )),
    Effect.timeoutOrElse({ duration: longest, orElse: () => Effect.sync(() => server.closeAllConnections()) }),
    Effect.asVoid
  )

  return { close }
}
