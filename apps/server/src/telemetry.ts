import { Context, Effect } from "effect"
import type { Answer } from "./graph/Answer.ts"
import type { Received } from "./graph/GraphRequest.ts"

/** Makes a span of a request; without one a request costs nothing more. */
export type Traced = <E, R>(request: Received, answer: Effect.Effect<Answer, E, R>) => Effect.Effect<Answer, E, R>

/** Nobody exports spans. */
export const untraced: Traced = (_, answer) => answer

/** Somebody does. The names are OpenTelemetry's, semantic conventions of HTTP spans. */
export const traced: Traced = (request, answer) =>
  answer.pipe(
    Effect.tap(({ status }) => Effect.annotateCurrentSpan("http.response.status_code", status)),
    Effect.withSpan(request.method, {
      kind: "server",
      attributes: {
        "http.request.method": request.method,
        "url.path": request.path,
        "recordop.request_id": request.requestId
      }
    })
  )

/** How requests are traced. */
export const Tracing = Context.Reference<Traced>("@recordop/server/telemetry/Tracing", { defaultValue: () => untraced })
