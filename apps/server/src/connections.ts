import { Effect, Schedule } from "effect"
// oxlint-disable-next-line effecttsgo/node-builtin-import -- the types of what node:http hands over
import type { IncomingMessage, Server, ServerResponse } from "node:http"
// oxlint-disable-next-line effecttsgo/node-builtin-import -- as above
import type { Socket } from "node:net"

/** How long a client that has asked before may have a request on its way. */
const grace = "200 millis"

/** What takes longer is cut off. */
const longest = "10 seconds"

/** The connections of a server, so that it can close: at once where nobody waits for an answer. */
export const trackConnections = (server: Server) => {
  /** How many requests are in flight; undefined while there was none yet. */
  const requests = new Map<Socket, number | undefined>()

  server.on("connection", (socket: Socket) => {
    requests.set(socket, undefined)
    socket.once("close", () => requests.delete(socket))
  })
  server.on("request", ({ socket }: IncomingMessage, response: ServerResponse) => {
    requests.set(socket, (requests.get(socket) ?? 0) + 1)
    response.once("close", () => {
      if (requests.has(socket)) requests.set(socket, (requests.get(socket) ?? 1) - 1)
    })
  })

  const destroy = (isOver: (inFlight: number | undefined) => boolean) =>
    Effect.sync(() => {
      for (const [socket, inFlight] of requests) if (isOver(inFlight)) socket.destroy()
    })

  const closed = Effect.callback<void>((resume) => void server.close(() => resume(Effect.void)))

  /** Takes no more connections, closes those without a request, answers what is in flight, and closes. */
  const close = Effect.raceFirst(
    closed,
    destroy((inFlight) => inFlight === undefined).pipe(
      Effect.andThen(Effect.sleep(grace)),
      Effect.andThen(Effect.repeat(destroy((inFlight) => (inFlight ?? 0) === 0), Schedule.spaced("20 millis")))
    )
  ).pipe(
    Effect.timeoutOrElse({ duration: longest, orElse: () => Effect.sync(() => server.closeAllConnections()) }),
    Effect.asVoid
  )

  return { close }
}
