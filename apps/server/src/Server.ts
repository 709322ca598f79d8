import { getRequestListener } from "@hono/node-server"
import { Context, Effect, FiberSet, Layer, Schedule, Schema } from "effect"
// oxlint-disable-next-line effecttsgo/node-builtin-import -- Hono listens on a server of node:http
import { createServer, type IncomingMessage, type Server as NodeServer, type ServerResponse } from "node:http"
// oxlint-disable-next-line effecttsgo/node-builtin-import -- as above
import { createServer as createSecureServer } from "node:https"
import { makeApp } from "./App.ts"
import { trackConnections } from "./connections.ts"
import { Turns } from "./emulator/Turns.ts"
import { endOfTurn } from "./graph/endOfTurn.ts"
import {
  answerClientError,
  answerConnect,
  answerExpectation,
  answerMalformed,
  answerRequestError
} from "./graph/malformed.ts"
import { normalizeRequest } from "./graph/normalizeRequest.ts"
import { namesOf } from "./identity/clouds.ts"
import type { Served } from "./Served.ts"
import { ServerLog } from "./ServerLog.ts"
import type { ServerSettings } from "./ServerSettings.ts"
import { Tracing } from "./telemetry.ts"
import { addForwardProxy } from "./tls/forwardProxy.ts"
import { makeForwardRequest } from "./tls/forwardRequest.ts"

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
  /** The same of https, when it is served. */
  readonly secureUrl: string | undefined
}>()("@recordop/server/Server") {}

/**
 * Serves the ports over HTTP for as long as the layer lives, then calls a turn of the clock off, ends streams, finishes the
 * requests in flight and closes. What takes longer than 10 seconds is cut off, and so are tunnels to elsewhere.
 */
export const layer = (
  settings: ServerSettings,
  version: string
): Layer.Layer<Server, ListenError, Served | ServerLog> =>
  Layer.effect(
    Server,
    Effect.gen(function*() {
      const run = yield* FiberSet.makeRuntimePromise<Served>()
      const { cancelOwn } = yield* Turns
      // A request that was on its way may begin a turn yet.
      const cancelAdvances = Effect.repeat(cancelOwn, Schedule.spaced("50 millis"))
      // oxlint-disable-next-line effecttsgo/abort-controller-in-effect -- it aborts before the scope ends, not with it
      const stopping = new AbortController()
      const { request: logRequest } = yield* ServerLog
      const traced = yield* Tracing
      const app = makeApp(run, { ...settings, version, logRequest, traced, stopping: stopping.signal })
      const fetch = (request: Request, bindings: unknown) =>
        Promise.resolve(app.fetch(request, bindings)).then((response) => endOfTurn().then(() => response))
      const listener = getRequestListener(fetch, { hostname: settings.host, errorHandler: answerRequestError })
      const answer = (incoming: IncomingMessage, outgoing: ServerResponse) => {
        normalizeRequest(incoming)
        if (hasOneHost(incoming)) void listener(incoming, outgoing)
        else answerMalformed(outgoing, 400, "Expected one Host header.")
      }

      const connections = trackConnections(settings.closingGrace)
      yield* Effect.addFinalizer(() =>
        Effect.andThen(
          Effect.sync(() => stopping.abort()),
          Effect.raceFirst(connections.close, cancelAdvances)
        )
      )
      const serveOn = (server: NodeServer, port: number) => {
        server.on("clientError", answerClientError)
        server.on("checkExpectation", answerExpectation)
        connections.follow(server)
        return listen(server, { host: settings.host, port })
      }

      const { tls } = settings
      const proxy = {
        names: namesOf(settings.cloud),
        offline: tls?.offline ?? false,
        log: (line: string) => run(Effect.logWarning(line)).catch(() => undefined)
      }
      const forwarded = tls === undefined ? () => false : makeForwardRequest(proxy)
      const server = createServer(anyHost, (incoming, outgoing) => {
        if (!forwarded(incoming, outgoing)) answer(incoming, outgoing)
      })
      const secure = tls === undefined
        ? undefined
        : createSecureServer({ ...anyHost, cert: tls.certificate, key: tls.key }, answer)
      if (tls === undefined || secure === undefined) server.on("connect", answerConnect)
      else {
        yield* serveOn(secure, tls.port)
        addForwardProxy(server, { ...proxy, accept: (socket) => void secure.emit("connection", socket) })
      }
      yield* serveOn(server, settings.port)
      return Server.of({
        url: urlOf(server, settings),
        secureUrl: secure === undefined ? undefined : urlOf(secure, settings).replace("http:", "https:")
      })
    })
  )

/** Node would answer a request without a host by itself. */
const anyHost = { requireHostHeader: false } as const

/**
 * Whether a request names one host, or is of a time when none was named. Node keeps the first of two `Host` headers; a proxy may
 * have looked at the other (RFC 9112, 3.2).
 */
const hasOneHost = ({ httpVersion, rawHeaders }: IncomingMessage): boolean => {
  let hosts = 0
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const name = rawHeaders[index]
    if (name?.length === 4 && name.toLowerCase() === "host") hosts++
  }
  return hosts === 1 || (hosts === 0 && httpVersion !== "1.1")
}

const listen = (server: NodeServer, { host, port }: Pick<ServerSettings, "host" | "port">) =>
  Effect.callback<void, ListenError>((resume) => {
    server.on("error", (cause) => resume(Effect.fail(new ListenError({ host, port, cause }))))
    server.listen({ host, port }, () => resume(Effect.void))
  })

const urlOf = (server: NodeServer, { host, port }: ServerSettings): string => {
  const address = server.address()
  const bound = typeof address === "object" && address !== null ? address.port : port
  return `http://${host.includes(":") ? `[${host}]` : host}:${bound}`
}
