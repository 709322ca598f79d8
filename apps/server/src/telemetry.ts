import { Context, Effect, Option } from "effect"
import { Headers, HttpTraceContext } from "effect/http"
import type { Answer } from "./graph/Answer.ts"
import type { Received } from "./graph/GraphRequest.ts"

/** Finds the route of a path, as in `/v1.0/communications/calls/:call`. */
export type FindRoute = (path: string) => string | undefined

/** Makes a span of a request; without one a request costs nothing more. */
export type Traced = <E, R>(
  request: Received,
  answer: Effect.Effect<Answer, E, R>,
  findRoute: FindRoute
) => Effect.Effect<Answer, E, R>

/** Nobody exports spans. */
export const untraced: Traced = (_, answer) => answer

/**
 * Somebody does. A span goes on the trace that the request names, if it does.
 *
 * Source: OpenTelemetry, semantic conventions of HTTP spans; W3C, Trace Context.
 */
export const traced: Traced = (request, answer, findRoute) => {
  const { header, method, path, requestId } = request
  const route = findRoute(path)?.replaceAll(/:(\w+)/gu, "{$1}")
  const parent = HttpTraceContext.fromHeaders(Headers.fromInput({ traceparent: header("traceparent") }))
  return answer.pipe(
    Effect.tap(({ status }) => Effect.annotateCurrentSpan("http.response.status_code", status)),
    Effect.withSpan(route === undefined ? method : `${method} ${route}`, {
      kind: "server",
      ...(Option.isSome(parent) ? { parent: parent.value } : {}),
      attributes: {
        "http.request.method": method,
        "url.path": path,
        ...(route === undefined ? {} : { "http.route": route }),
        "recordop.request_id": requestId
      }
    })
  )
}

/** How requests are traced. */
export const Tracing = Context.Reference<Traced>("@recordop/server/telemetry/Tracing", { defaultValue: () => untraced })
