import { assert, describe, it } from "@effect/vitest"
import { callId } from "@recordop/testing/Fixtures"
import { Effect } from "effect"
import { collection, entity, errorOf, sending, testApp } from "./testApp.ts"

describe("PUT /_emulator/snapshot", () => {
  it.effect("takes whatever GET gave, also when that is larger than a body of Graph may be", () =>
    Effect.gen(function*() {
      const request = yield* testApp()
      for (const index of [1, 2, 3]) {
        yield* request(collection, sending("POST", { note: "x".repeat(700_000), index }))
      }
      const { text } = yield* request("/_emulator/snapshot")
      assert.isAbove(text.length, 2_000_000)
      const json = { method: "PUT", headers: { "Content-Type": "application/json" } }
      assert.strictEqual((yield* request("/_emulator/snapshot", { ...json, body: text })).status, 204)
      const chunked = { ...json, body: new Blob([text]).stream(), duplex: "half" }
      assert.strictEqual((yield* request("/_emulator/snapshot", chunked)).status, 204)
      assert.strictEqual((yield* request("/_emulator/snapshot")).text, text)
    }))
})

describe("/_emulator", () => {
  it.effect("tells its health", () =>
    Effect.gen(function*() {
      const request = yield* testApp()
      const { body, status } = yield* request("/_emulator/health")
      assert.deepStrictEqual([status, body], [200, { status: "ready", store: "memory", version: "test", setAside: [] }])
    }))

  it.effect("is not ready when the server stops", () =>
    Effect.gen(function*() {
      const request = yield* testApp({ stopping: AbortSignal.abort() })
      assert.strictEqual((yield* request("/_emulator/health")).status, 503)
    }))

  it.effect("tells how much is kept", () =>
    Effect.gen(function*() {
      const request = yield* testApp()
      const { body, status } = yield* request("/_emulator/bounds")
      assert.deepStrictEqual([status, body], [200, {
        endedCalls: 10_000,
        notifications: 50_000,
        notificationBytes: 67_108_864,
        events: 10_000,
        eventBytes: 16_777_216,
        meetings: 1_000,
        requests: 1_000,
        requestBytes: 16_777_216,
        soundBytes: 134_217_728,
        recordingRetention: "PT5M"
      }])
    }))

  it.effect("answers HEAD of the events without subscribing", () =>
    Effect.gen(function*() {
      const request = yield* testApp()
      const { headers, status, text } = yield* request("/_emulator/events", { method: "HEAD" })
      assert.deepStrictEqual([status, text, headers.get("Content-Type")], [200, "", "text/event-stream"])
    }))

  it.effect.each(
    ["calls?state=established", "notifications?callid=c", "requests?methods=GET", "calls/c/timeline?after=1"]
  )("refuses query options that it does not know: %s", (path) =>
    Effect.gen(function*() {
      const request = yield* testApp()
      const name = /\?(\w+)=/.exec(path)?.[1] ?? "?"
      const refused = yield* request(`/_emulator/${path}`)
      assert.strictEqual(refused.status, 400)
      assert.include(refused.text, name)
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

describe("/_emulator/clock", () => {
  it.effect("tells and sets the clock", () =>
    Effect.gen(function*() {
      const request = yield* testApp({ clock: { mode: "frozen" } })
      const post = (body: unknown) => request("/_emulator/clock", sending("POST", body))
      assert.deepStrictEqual((yield* request("/_emulator/clock")).body, {
        now: "1970-01-01T00:00:00.000Z",
        mode: "frozen",
        scale: 1
      })
      assert.strictEqual((yield* post({ advance: "P1DT2H3M4.5S" })).body["now"], "1970-01-02T02:03:04.500Z")
      assert.deepInclude((yield* post({ mode: "scaled", scale: 60 })).body, { mode: "scaled", scale: 60 })
      assert.deepInclude((yield* post({ mode: "real", scale: 60 })).body, { mode: "real", scale: 1 })
      assert.strictEqual((yield* post({ advance: "PT1S" })).status, 409)
    }))

  it.effect.each(
    [
      [{}, "Expected {"],
      [{ mode: "frozen", advance: "PT1S" }, "Expected {"],
      [{ mode: "stopped" }, `mode: Expected "real" | "scaled" | "frozen"`],
      [{ mode: "scaled" }, "scale: Expected the scale"],
      [{ mode: "scaled", scale: 0 }, "scale: Expected a number above 0"],
      [{ advance: "7 years" }, "advance: Expected an ISO 8601 duration"],
      [{ advance: "P1Y" }, "advance: Expected an ISO 8601 duration"],
      [{ advance: "P366D" }, "at most 365 days"],
      [{ advance: 7 }, "advance: Expected string"],
      [{ now: "+275760-09-13T00:00:00.000Z" }, "now: Expected an instant that has a date"],
      [{ now: "2026-02-30T00:00:00Z" }, "now: Expected an ISO 8601 date and time"],
      [{ now: "Jan 1 2026" }, "now: Expected an ISO 8601 date and time"],
      [{ now: "2026" }, "now: Expected an ISO 8601 date and time"],
      [{ advanced: "PT1S" }, "advanced: Unexpected key"]
    ] as const
  )("answers 400 to %j", ([body, message]) =>
    Effect.gen(function*() {
      const request = yield* testApp({ clock: { mode: "frozen" } })
      const answer = yield* request("/_emulator/clock", sending("POST", body))
      assert.strictEqual(answer.status, 400)
      assert.include(errorOf(answer).message, message)
    }))

  it.effect("takes what curl sends unless told otherwise", () =>
    Effect.gen(function*() {
      const request = yield* testApp({ clock: { mode: "frozen" } })
      const headers = { "Content-Type": "application/x-www-form-urlencoded" }
      const answer = yield* request("/_emulator/clock", sending("POST", { advance: "PT0S" }, headers))
      assert.strictEqual(answer.status, 200)
    }))
})

describe("/_emulator/calls/{call}/caller", () => {
  it.effect.each(
    [
      ["PUT", { script: "shout 3s" }, 400, "script: step 1 (character 1): expected speak 3s"],
      ["PUT", {}, 400, "script: Missing key"],
      ["PUT", { script: "speak 3s", more: 1 }, 400, "more: Unexpected key"],
      ["POST", { step: "speak 1s; tone #" }, 400, "step: expected speak 3s"],
      ["POST", { step: "speak 1s" }, 409, "Nothing is recorded now."],
      ["POST", { script: "speak 1s" }, 409, "Nothing is recorded now."]
    ] as const
  )("answers %s %j with %d", ([method, body, status, message]) =>
    Effect.gen(function*() {
      const request = yield* testApp()
      const answer = yield* request(`/_emulator/calls/${callId}/caller`, sending(method, body))
      assert.strictEqual(answer.status, status)
      assert.include(errorOf(answer).message, message)
    }))
})
