import type { HttpBindings } from "@hono/node-server"
import type { NewId } from "@recordop/emulator/model/NewId"
import { DateTime, Effect } from "effect"
import type { Context } from "hono"
import { countRequest } from "../metrics.ts"
import type { RequestLine } from "../ServerLog.ts"
import type { Answer } from "./Answer.ts"
import { errorAnswer, type HandlerError } from "./errorAnswer.ts"
import type { GraphRequest, Received } from "./GraphRequest.ts"
import { isLoopbackAddress, originOf } from "./origin.ts"
import { endedEarly, readIncoming } from "./readIncoming.ts"
import type { Refused } from "./Refused.ts"

/** Runs an effect that needs `R`: `ManagedRuntime.runPromise` or `Effect.runPromiseWith(context)`. */
export type RunPromise<R> = <A, E>(effect: Effect.Effect<A, E, R>) => Promise<A>

/** Answers a request, or fails with what `errorAnswer` understands. */
export type Handler<R> = (request: GraphRequest) => Effect.Effect<Answer, HandlerError, R>

/** Answers any request, or fails with what `errorAnswer` understands. */
export type Dispatch<R> = (request: Received) => Effect.Effect<Answer, HandlerError, R>

/** Makes a handler of Hono. */
export type Respond<R> = (dispatch: Dispatch<R>) => (c: Context) => Promise<Response>

/** What the bridge does with every request. */
export interface BridgeOptions<R> {
  /** Says why a request may not be answered, whatever it asks for. */
  readonly checkAccess: (request: Received) => Refused | undefined
  readonly logRequest: (line: RequestLine) => void
  /** Gives a request its id. */
  readonly newId: NewId
  /** Keeps a request and its answer. */
  readonly record: (request: Received, answer: Answer, milliseconds: number) => Effect.Effect<void, never, R>
  readonly traced: <E>(request: Received, answer: Effect.Effect<Answer, E, R>) => Effect.Effect<Answer, E, R>
  /** Aborts when the server stops: connections are not kept then. */
  readonly stopping: AbortSignal
}

/**
 * Bridges effects to Hono: gives `dispatch` the request as plain data, runs it, and makes a response of its answer or of
 * the error that it failed with. A defect rejects and reaches `app.onError`.
 *
 * A request goes on when its client leaves: a change that has begun is made as a whole.
 */
export const makeRespond = <R>(
  runPromise: RunPromise<R>,
  { checkAccess, logRequest, newId, record, stopping, traced }: BridgeOptions<R>
): Respond<R> =>
(dispatch) =>
(c) => {
  const start = performance.now()
  const request = toGraphRequest(c, newId)
  const refused = checkAccess(request)
  const finish = (answer: Answer) => {
    const milliseconds = Math.round((performance.now() - start) * 1000) / 1000
    return Effect.map(record(request, answer, milliseconds), () => {
      const status = answer.problem === "dropped" ? 0 : answer.status
      logRequest(lineOf(request, status, milliseconds))
      countRequest(request.method, status, milliseconds)
      if (answer.problem === "dropped") dropConnection(c)
      return toResponse(answer, request, stopping.aborted)
    })
  }
  const answered = Effect.catch(
    refused === undefined ? dispatch(request) : Effect.fail(refused),
    (error) => Effect.map(DateTime.now, (at) => errorAnswer(error, request, at))
  )
  return runPromise(Effect.flatMap(traced(request, answered), finish))
}

/** Ends the connection without an answer; where there is none, who asked gets an error all the same. */
const dropConnection = (c: NodeContext): void => {
  const socket = c.env?.incoming?.socket
  if (socket === undefined) throw new TypeError("fetch failed: the connection ended before the answer")
  socket.destroy()
}

const lineOf = ({ method, path, requestId }: Received, status: number, milliseconds: number): RequestLine => ({
  method,
  path,
  status,
  milliseconds,
  requestId
})

const toGraphRequest = (c: NodeContext, newId: NewId): Received => {
  const { method, raw, url } = c.req
  const pathStart = url.indexOf("/", url.indexOf("//") + 2)
  const queryStart = url.indexOf("?", pathStart)
  const requestId = newId()
  const header = headerOf(c)
  const socket = c.env?.incoming?.socket
  const own = url.slice(0, pathStart)
  return {
    method,
    origin: originOf({ header, own, remoteAddress: socket?.remoteAddress }),
    host: own.slice(own.indexOf("//") + 2),
    isLocal: socket?.localAddress === undefined || isLoopbackAddress(socket.localAddress),
    path: url.slice(pathStart, queryStart === -1 ? undefined : queryStart),
    query: queryStart === -1 ? "" : url.slice(queryStart + 1),
    header,
    requestId,
    clientRequestId: header("client-request-id") ?? requestId,
    rawHeaders: () => c.env?.incoming?.rawHeaders ?? Array.from(raw.headers).flat(),
    body: bodyOf(c),
    signal: () => raw.signal
  }
}

type NodeContext = Context<{ readonly Bindings: Partial<HttpBindings> }>

/** Node has the headers of a request at hand; a `Headers` is made of them only where there is no Node request. */
const headerOf = (c: NodeContext): Received["header"] => {
  const incoming = c.env?.incoming
  return incoming === undefined ? (name) => c.req.header(name) : (name) => incoming.headers[name]?.toString()
}

const bodyOf = (c: NodeContext): Received["body"] => {
  let read: string | Uint8Array | undefined
  return {
    bytes: Effect.map(readBody(c), (bytes) => read = bytes),
    read: () => read,
    setRead: (known) => {
      read = known
    },
    stream: () => c.req.raw.body
  }
}

const readBody = (c: NodeContext): Effect.Effect<Uint8Array, Refused> => {
  const incoming = c.env?.incoming
  return incoming === undefined
    ? Effect.tryPromise({
      try: () => c.req.raw.arrayBuffer().then((bytes) => new Uint8Array(bytes)),
      catch: () => endedEarly
    })
    : readIncoming(incoming)
}

const toResponse = (
  { body, headers, status }: Answer,
  { clientRequestId, header, requestId }: Received,
  isLast: boolean
): Response => {
  const scenarioId = header("scenario-id")
  return new Response(body, {
    status,
    headers: {
      "Cache-Control": "no-cache",
      ...headers,
      "OData-Version": "4.0",
      "request-id": requestId,
      "client-request-id": clientRequestId,
      ...(scenarioId === undefined ? {} : { "scenario-id": scenarioId }),
      ...(isLast ? { Connection: "close" } : {})
    }
  })
}
