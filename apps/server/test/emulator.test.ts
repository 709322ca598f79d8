import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { collection, entity, sending, testApp } from "./testApp.ts"

describe("/_emulator", () => {
  it.effect("tells its health", () =>
    Effect.gen(function*() {
      const request = yield* testApp()
      const { body, status } = yield* request("/_emulator/health")
      assert.deepStrictEqual([status, body], [200, { status: "ready", store: "memory", version: "test" }])
    }))

  it.effect("is not ready when the server stops", () =>
    Effect.gen(function*() {
      const request = yield* testApp({ stopping: AbortSignal.abort() })
      assert.strictEqual((yield* request("/_emulator/health")).status, 503)
    }))

  it.effect("answers HEAD of the events without subscribing", () =>
    Effect.gen(function*() {
      const request = yield* testApp()
      const { headers, status, text } = yield* request("/_emulator/events", { method: "HEAD" })
      assert.deepStrictEqual([status, text, headers.get("Content-Type")], [200, "", "text/event-stream"])
    }))

  it.effect("goes back to the seed", () =>
    Effect.gen(function*() {
      const request = yield* testApp()
      const before = yield* request(collection)
      yield* request(entity, sending("PATCH", { status: "Failed" }))
      yield* request(collection, sending("POST", {}))
      assert.strictEqual((yield* request("/_emulator/reset", { method: "POST" })).status, 204)
      assert.deepStrictEqual((yield* request(collection)).body, before.body)
    }))
})
