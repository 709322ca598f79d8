import { assert, describe, it } from "@effect/vitest"
import * as HttpRecordOperations from "@recordop/client/HttpRecordOperations"
import { RecordOperations } from "@recordop/core"
import { callId, operation, operationId } from "@recordop/testing/Fixtures"
import { Effect, Fiber, Layer } from "effect"
import { FetchHttpClient } from "effect/http"
import { TestClock } from "effect/testing"

const key = { callId, operationId }

/** The adapter on a `fetch` that gives these answers one after another, and the URLs that it was asked for. */
const scripted = Effect.fnUntraced(function*(
  answers: ReadonlyArray<() => Response | Promise<Response>>,
  options: Partial<Parameters<typeof HttpRecordOperations.layer>[0]> = {}
) {
  const asked: Array<string> = []
  const fetch = (input: RequestInfo | URL) => {
    asked.push(input instanceof Request ? input.url : String(input))
    return Promise.resolve(answers[asked.length - 1]?.() ?? Response.error())
  }
  const layer = HttpRecordOperations.layer({ baseUrl: "http://graph.test", ...options }).pipe(
    Layer.provide(FetchHttpClient.layer),
    Layer.provide(Layer.succeed(FetchHttpClient.Fetch, fetch))
  )
  const operations = yield* Effect.provide(RecordOperations, layer)
  return { asked, operations }
})

const found = () => Response.json({ "@odata.etag": "W/\"54451\"", ...operation, status: "completed" })
const refused = (status: number, headers: HeadersInit = {}, code = "Some") => () =>
  Response.json({ error: { code, message: "Sorry." } }, { status, headers })

/** An answer whose body begins and never ends. */
const endless = () => new Response(new ReadableStream({ start: (stream) => stream.enqueue(new Uint8Array([123])) }))

describe("HttpRecordOperations", () => {
  it.effect.each(
    [
      ["http://graph.test", "http://graph.test/v1.0/"],
      ["http://graph.test/", "http://graph.test/v1.0/"],
      ["http://graph.test/v1.0", "http://graph.test/v1.0/"],
      ["http://graph.test/beta/", "http://graph.test/beta/"],
      ["https://proxy.test:8443/graph/beta", "https://proxy.test:8443/graph/beta/"]
    ] as const
  )("with base URL %s asks %s", ([baseUrl, start]) =>
    Effect.gen(function*() {
      const { asked, operations } = yield* scripted([found], { baseUrl })
      yield* operations.get(key)
      assert.deepStrictEqual(asked, [`${start}communications/calls/${callId}/operations/${operationId}`])
    }))

  it.effect("reads status in the spelling of the documentation, and the version of any entity tag", () =>
    Effect.gen(function*() {
      const { operations } = yield* scripted([found])
      assert.deepStrictEqual(yield* operations.get(key), { version: 54451, operation })
    }))

  it.effect("waits as long as the server asks to, in seconds or until a date", () =>
    Effect.gen(function*() {
      const { asked, operations } = yield* scripted([
        refused(429, { "Retry-After": "2.5" }),
        refused(503, { "Retry-After": new Date(62_500).toUTCString() }),
        found
      ])
      const fiber = yield* Effect.forkChild(operations.get(key))
      const settle = Effect.promise(() => new Promise((resolve) => setImmediate(resolve)))
      yield* settle
      yield* TestClock.adjust("2499 millis")
      assert.strictEqual(asked.length, 1)
      yield* TestClock.adjust("1 millis")
      yield* settle
      assert.strictEqual(asked.length, 2)
      yield* TestClock.adjust("60 seconds")
      assert.strictEqual((yield* Fiber.join(fiber)).version, 54451)
    }))

  it.effect("gives up after three more tries", () =>
    Effect.gen(function*() {
      const throttled = refused(429, { "Retry-After": "0" })
      const { asked, operations } = yield* scripted([throttled, throttled, throttled, throttled, found])
      const fiber = yield* Effect.forkChild(Effect.flip(operations.get(key)))
      const error = yield* Effect.raceFirst(Fiber.join(fiber), Effect.forever(TestClock.adjust("1 millis")))
      assert.deepStrictEqual([error._tag, asked.length], ["Unavailable", 4])
    }))

  it.effect.each(
    [
      [refused(404, {}, "8522"), "CallNotFound"],
      [refused(404, {}, "NotFound"), "OperationNotFound"],
      [refused(404, {}, "ResourceNotFound"), "InvalidRequest"],
      [refused(400), "InvalidRequest"],
      [refused(401), "InvalidRequest"],
      [refused(500), "Unavailable"],
      [() => new Response("<html>", { status: 502 }), "Unavailable"],
      [() => new Response("not JSON"), "Unavailable"],
      [() => Response.json({ id: 7 }), "Unavailable"],
      [() => Promise.reject(new TypeError("fetch failed")), "Unavailable"]
    ] as const
  )("makes of answer %# a typed error", ([answer, tag]) =>
    Effect.gen(function*() {
      const { operations } = yield* scripted([answer])
      const error = yield* Effect.flip(operations.get(key))
      assert.strictEqual(error._tag, tag)
    }))

  it.effect("tells that an operation is in another version", () =>
    Effect.gen(function*() {
      const { operations } = yield* scripted([refused(412, {}, "PreconditionFailed")])
      assert.strictEqual((yield* Effect.flip(operations.delete(key)))._tag, "VersionMismatch")
    }))

  it.effect("gives up when no answer comes in time", () =>
    Effect.gen(function*() {
      const { operations } = yield* scripted([() => new Promise(() => undefined)], { timeout: 200 })
      const fiber = yield* Effect.forkChild(Effect.flip(operations.get(key)))
      yield* TestClock.adjust("200 millis")
      assert.strictEqual((yield* Fiber.join(fiber)).message, "No answer came within 200 ms.")
    }))

  it.effect("gives up when a body does not end in time", () =>
    Effect.gen(function*() {
      const { operations } = yield* scripted([endless], { timeout: 200 })
      const fiber = yield* Effect.forkChild(Effect.flip(operations.get(key)))
      yield* Effect.promise(() => new Promise((resolve) => setTimeout(resolve, 20)))
      yield* TestClock.adjust("200 millis")
      assert.strictEqual((yield* Fiber.join(fiber)).message, "No answer came within 200 ms.")
    }))

  it.effect("does not wait for a server that asks for more than a minute", () =>
    Effect.gen(function*() {
      const { asked, operations } = yield* scripted([refused(503, { "Retry-After": "1e9" }), found])
      const error = yield* Effect.flip(operations.get(key))
      assert.deepStrictEqual([error._tag, asked.length], ["Unavailable", 1])
    }))

  it.effect("does not tell a token that no header may have", () =>
    Effect.gen(function*() {
      const { asked, operations } = yield* scripted([found], { token: "SECRET\nTOKEN" })
      const error = yield* Effect.flip(operations.get(key))
      assert.notInclude(JSON.stringify(error) + error.message, "SECRET")
      assert.isEmpty(asked)
    }))

  it.effect("does not follow a page to another server", () =>
    Effect.gen(function*() {
      const { asked, operations } = yield* scripted([found])
      const error = yield* Effect.flip(operations.list(callId, { cursor: "http://evil.test/v1.0/next" }))
      assert.deepStrictEqual([error._tag, asked], ["InvalidRequest", []])
    }))
})
