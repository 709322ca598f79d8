import { Effect } from "effect"
import type { Handler } from "../graph/Bridge.ts"

/** `GET /_emulator/metrics`: what this server has counted since it started, in the text format of Prometheus. */
export const metrics: Handler<never> = () =>
  // Loaded when somebody asks: most servers are never asked.
  Effect.promise(() => import("effect/observability")).pipe(
    Effect.flatMap(({ PrometheusMetrics }) => PrometheusMetrics.format()),
    Effect.map((text) => ({
      status: 200,
      headers: { "Content-Type": "text/plain; version=0.0.4; charset=utf-8" },
      body: text
    }))
  )
