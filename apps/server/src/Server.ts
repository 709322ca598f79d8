import { getRequestListener } from "@hono/node-server"
import { Context, Effect, Layer, Schedule, Schema } from "effect"
// oxlint-disable-next-line effecttsgo/node-builtin-import -- Hono listens on a server of node:http
import { createServer, type Server as NodeServer } from "node:http"
import { makeApp } from "./App.ts"
import { endOfTurn } from "./endOfTurn.ts"
import { answerClientError, answerRequestError } from "./malformed.ts"
import type { Served } from "./Served.ts"
import { ServerLog } from "./ServerLog.ts"
import type { ServerSettings } from "./ServerSettings.ts"

/** The server cannot listen where it was told to. */
export class ListenError extends Schema.TaggedError<ListenError>()("ListenError", {
  host: Schema.String,
  port: Schema.Int,
  cause: Schema.Defect()
}) {
  override get message(): string {
    const why = this.cause instanceof Error ? this.cause.message : String(this.cause)
    return `Cannot listen on ${this.host}:${this.port}: ${why}.`
  }
}

/** A server that listens. */
export class Server extends Context.Service<Server, {
  /** Where it listens, as in `http://127.0.0.1:4080`. */
  readonly url: string
}>()("@recordop/server/Server") {}

/**
 * Serves the ports over HTTP for as long as the layer lives, then ends streams, finishes the requests in flight and
 * closes. What takes longer than 10 seconds is cut off.
 */
export const layer = (
  settings: ServerSettings,
  version: string
): Layer.Layer<Server, ListenError, Served | ServerLog> =>
  Layer.effect(
    Server,
    Effect.gen(function*() {
      const context = yield* Effect.context<Served>()
      // oxlint-disable-next-line effecttsgo/abort-controller-in-effect -- it aborts before the scope ends, not with it
      const stopping = new AbortController()
      const { request: logRequest } = yield* ServerLog
      const app = makeApp(Effect.runPromiseWith(context), {
        ...settings,
        version,
        logRequest,
        stopping: stopping.signal
      })
      const fetch = (request: Request, bindings: unknown) =>
        Promise.resolve(app.fetch(request, bindings)).then((response) => endOfTurn().then(() => response))
      const listener = getRequestListener(fetch, { hostname: settings.host, errorHandler: answerRequestError })
      const server = createServer((incoming, outgoing) => void listener(incoming, outgoing))
      server.on("clientError", answerClientError)
      yield* Effect.acquireRelease(listen(server, settings), () =>
        Effect.andThen(Effect.sync(() => stopping.abort()), close(server)))
      return Server.of({ url: urlOf(server, settings) })
    })
  )

const listen = (server: NodeServer, { host, port }: ServerSettings) =>
  Effect.callback<void, ListenError>((resume) => {
    server.on("error", (cause) => resume(Effect.fail(new ListenError({ host, port, cause }))))
    server.listen({ host, port }, () => resume(Effect.void))
  })

const close = (server: NodeServer) =>
  Effect.callback<void>((resume) => void server.close(() => resume(Effect.void))).pipe(
    Effect.raceFirst(Effect.repeat(Effect.sync(() => server.closeIdleConnections()), Schedule.spaced("50 millis"))),
    Effect.timeoutOrElse({ duration: "10 seconds", orElse: () => Effect.sync(() => server.closeAllConnections()) })
  )

const urlOf = (server: NodeServer, { host, port }: ServerSettings): string => {
  const address = server.address()
  const bound = typeof address === "object" && address !== null ? address.port : port
  return `http://${host.includes(":") ? `[${host}]` : host}:${bound}`
}
