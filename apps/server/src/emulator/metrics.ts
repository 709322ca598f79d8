import { Effect } from "effect"
import { PrometheusMetrics } from "effect/observability"
import type { Handler } from "../graph/Bridge.ts"

/** `GET /_emulator/metrics`: what this server has counted since it started, in the text format of Prometheus. */
export const metrics: Handler<never> = () =>
  Effect.map(PrometheusMetrics.format(), (text) => ({
    status: 200,
    headers: { "Content-Type": "text/plain; version=0.0.4; charset=utf-8" },
    body: text
  }))
