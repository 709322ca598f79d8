import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { listening } from "./listening.ts"
import { serve } from "./recordop.ts"

/** Takes what is exported by OTLP, and gives it by path. */
const collector = Effect.suspend(() => {
  const bodies = new Map<string, string>()
  const server = listening(({ path, text }) => void bodies.set(path, `${bodies.get(path) ?? ""}${text}`))
  return Effect.map(server, ({ url }) => ({ url, bodies }))
})

describe("telemetry", () => {
  it.live("goes by OTLP to where OTEL_EXPORTER_OTLP_ENDPOINT says", () =>
    Effect.gen(function*() {
      const { bodies, url } = yield* collector
      const server = yield* serve([], { OTEL_EXPORTER_OTLP_ENDPOINT: url })
      const trace = "0af7651916cd43dd8448eb211c80319c"
      const headers = { traceparent: `00-${trace}-b7ad6b7169203331-01` }
      yield* Effect.promise(() => fetch(`${server.url}/v1.0/communications/calls/none`, { headers }))
      yield* Effect.promise(() => fetch(`${server.url}/nowhere`))
      // What is left is exported when the server stops.
      yield* server.stop
      const traces = bodies.get("/v1/traces") ?? ""
      const named = new RegExp(`"traceId":"${trace}"[^{}]*"name":"GET /v1\\.0/communications/calls/\\{call\\}"`, "u")
      assert.match(traces, named)
      assert.match(traces, /"name":"GET"/u)
      assert.match(traces, /"http\.response\.status_code","value":\{"intValue":"?404/u)
      assert.include(bodies.get("/v1/traces"), "/v1.0/communications/calls/none")
      assert.include(bodies.get("/v1/metrics"), "recordop_http_requests_total")
      assert.include(bodies.get("/v1/logs"), "Listening on")
    }))

  it.live("is in the format of Prometheus at /_emulator/metrics", () =>
    Effect.gen(function*() {
      const server = yield* serve()
      const get = (path: string) => Effect.promise(() => fetch(`${server.url}${path}`))
      yield* get("/v1.0/communications/calls/none")
      yield* Effect.promise(() => fetch(`${server.url}/v1.0/communications/calls`, { method: "PUT" }))
      const response = yield* get("/_emulator/metrics")
      assert.strictEqual(response.headers.get("content-type"), "text/plain; version=0.0.4; charset=utf-8")
      const text = yield* Effect.promise(() => response.text())
      assert.include(text, "recordop_http_requests_total{method=\"GET\",status=\"404\"} 1\n")
      assert.include(text, "recordop_http_requests_total{method=\"PUT\",status=\"405\"} 1\n")
      assert.include(text, "recordop_http_request_duration_seconds_count 2\n")
    }))
})
