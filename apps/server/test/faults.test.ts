import { assert, describe, it } from "@effect/vitest"
import { callId, operationId } from "@recordop/testing/Fixtures"
import { Effect } from "effect"
import { startBot } from "./bot.ts"
import { listen } from "./listen.ts"
import { errorOf, sending, testApp } from "./testApp.ts"

const call = `/v1.0/communications/calls/${callId}`

describe("/_emulator/faults", () => {
  it.effect("answers an error of Graph so often, and nothing happens", () =>
    Effect.gen(function*() {
      const request = yield* testApp()
      const added = yield* request(
        "/_emulator/faults",
        sending("POST", {
          path: "/communications/calls/*/operations/*",
          answer: { status: 429, retryAfter: 2 },
          times: 1
        })
      )
      assert.deepStrictEqual([added.status, added.body["id"]], [201, "1"])
      const path = `${call}/operations/${operationId}`
      const refused = yield* request(path, sending("PATCH", { status: "Failed" }))
      assert.deepStrictEqual([refused.status, errorOf(refused).code, refused.headers.get("Retry-After")], [
        429,
        "TooManyRequests",
        "2"
      ])
      assert.isString(refused.headers.get("request-id"))
      assert.notStrictEqual((yield* request(path)).body["status"], "Failed")
      const { body } = yield* request("/_emulator/faults")
      assert.deepInclude(JSON.parse(JSON.stringify(body["value"]))[0], { id: "1", matched: 2, applied: 1 })
    }))

  it.effect("is for every spelling of a path that is served, and for none of the emulator's own", () =>
    Effect.gen(function*() {
      const faults = [{ path: "/calls/*/recordResponse", answer: { status: 503 } }]
      const request = yield* testApp({ faults })
      for (
        const path of [
          `${call}/recordResponse`,
          `${call}/microsoft.graph.recordResponse`,
          `/v1.0/communications/calls('${callId}')/RECORDRESPONSE`,
          `/v1.0/communications/calls/%35${callId.slice(1)}/recordResponse/`
        ]
      ) {
        assert.strictEqual((yield* request(path, sending("POST", {}))).status, 503, path)
      }
      const own = yield* testApp({ faults: [{ path: "/**", answer: { status: 503 } }] })
      for (const path of ["/_emulator/health", "/_EMULATOR/health", "/%5Femulator/health"]) {
        assert.strictEqual((yield* own(path)).status, 200, path)
      }
    }))

  it.effect("is refused when it could never be met, or would be without bound", () =>
    Effect.gen(function*() {
      const request = yield* testApp()
      const answer = { status: 503 }
      for (
        const [wrong, place] of [
          [{ path: `/${"x".repeat(1_000)}`, answer }, "path"],
          [{ path: `/${"*a".repeat(21)}`, answer }, "path"],
          [{ method: "PSOT", answer }, "method"],
          [{ callId: "x".repeat(300), answer }, "callId"],
          [{ nth: Array.from({ length: 1_001 }, (_, index) => index + 1), answer }, "nth"]
        ] as const
      ) {
        const refused = yield* request("/_emulator/faults", sending("POST", wrong))
        assert.strictEqual(refused.status, 400)
        assert.include(errorOf(refused).message, place)
      }
    }))

  it.effect("gives the code and the message that were asked for", () =>
    Effect.gen(function*() {
      const request = yield* testApp({ faults: [{ answer: { status: 400, code: "8501", message: "Not now." } }] })
      assert.deepInclude(errorOf(yield* request(call)), { code: "8501", message: "Not now." })
      assert.strictEqual((yield* request("/_emulator/health")).status, 200)
    }))

  it.effect("removes one, or all", () =>
    Effect.gen(function*() {
      const request = yield* testApp({ faults: [{ answer: { status: 500 } }, { answer: { status: 503 } }] })
      assert.strictEqual((yield* request("/_emulator/faults/1", { method: "DELETE" })).status, 204)
      assert.strictEqual(errorOf(yield* request("/_emulator/faults/1", { method: "DELETE" })).code, "faultNotFound")
      assert.strictEqual((yield* request(call)).status, 503)
      assert.strictEqual((yield* request("/_emulator/faults", { method: "DELETE" })).status, 204)
      assert.strictEqual((yield* request(call)).status, 200)
      yield* request("/_emulator/reset", { method: "POST" })
      assert.strictEqual((yield* request(call)).status, 500)
    }))

  it.effect("says what is wrong with one", () =>
    Effect.gen(function*() {
      const request = yield* testApp()
      const add = (body: unknown) => Effect.map(request("/_emulator/faults", sending("POST", body)), errorOf)
      assert.include((yield* add({ dely: "1s" })).message, "dely: Unexpected key")
      assert.include(
        (yield* add({ duplicate: true })).message,
        "duplicate: Expected one of answer, drop, cut for a request"
      )
      assert.include((yield* add({})).message, "Expected delay, or one of answer, drop, cut")
    }))

  it.live("ends the connection, and breaks an answer off", () =>
    Effect.gen(function*() {
      const url = yield* listen({ faults: [{ method: "GET", drop: true, times: 1 }, { method: "GET", cut: true }] })
      const get = Effect.promise(() =>
        fetch(url + call).then((answer) => answer.text()).then(() => "whole", () => "broken")
      )
      assert.deepStrictEqual([yield* get, yield* get], ["broken", "broken"])
      const entries = yield* Effect.promise(() => fetch(`${url}/_emulator/requests`).then((answer) => answer.json()))
      const seen = JSON.parse(JSON.stringify(entries)).value
      assert.deepStrictEqual(
        seen.map(({ error, faultId, response }: Record<string, object>) => [error, faultId, response !== undefined]),
        [
          ["The connection ended before the answer.", "1", false],
          ["The answer broke off.", "2", true]
        ]
      )
    }))
})

describe("faults of notifications", () => {
  const frozen = { clock: { mode: "frozen", now: 0 } } as const

  /** Starts a call that nobody but the clock acts in, and says what its bot was told after a while, and when. */
  const told = Effect.fnUntraced(function*(fault: unknown, advance: string) {
    const bot = yield* startBot()
    const request = yield* testApp(frozen)
    const added = yield* request("/_emulator/faults", sending("POST", fault))
    assert.strictEqual(added.status, 201, added.text)
    const created = yield* request(
      "/v1.0/communications/calls",
      sending("POST", { callbackUri: bot.callbackUri, targets: [{ identity: { user: { id: "1" } } }] })
    )
    assert.strictEqual(created.status, 201)
    yield* request("/_emulator/clock", sending("POST", { advance }))
    return bot.received.map(({ body }) => body.value[0]?.resourceData["state"] ?? "participants")
  })

  const usual = ["establishing", "established", "established", "participants"]

  it.effect("none, as usual", () =>
    Effect.gen(function*() {
      assert.deepStrictEqual(yield* told({ on: "notification", nth: 100, drop: true }, "PT1S"), usual)
    }))

  it.effect("one is sent twice", () =>
    Effect.gen(function*() {
      assert.deepStrictEqual(
        yield* told({ on: "notification", nth: 1, duplicate: true }, "PT1S"),
        ["establishing", ...usual]
      )
    }))

  it.effect("one is lost, and tried again a second later", () =>
    Effect.gen(function*() {
      const fault = { on: "notification", nth: 1, drop: true }
      assert.deepStrictEqual(yield* told(fault, "PT0.5S"), [])
      assert.deepStrictEqual(yield* told(fault, "PT2S"), usual)
    }))

  it.effect("one is late by the emulator's clock, and those after it wait", () =>
    Effect.gen(function*() {
      const fault = { on: "notification", path: "/callback", nth: 1, delay: "5s" }
      assert.deepStrictEqual(yield* told(fault, "PT4.9S"), [])
      assert.deepStrictEqual(yield* told(fault, "PT5S"), usual)
    }))

  it.effect("one goes after the next one", () =>
    Effect.gen(function*() {
      assert.deepStrictEqual(
        yield* told({ on: "notification", nth: 1, reorder: true }, "PT3S"),
        ["established", "establishing", "established", "participants"]
      )
    }))
})
