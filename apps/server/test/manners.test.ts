import { assert, describe, it } from "@effect/vitest"
import { Unavailable } from "@recordop/core"
import { layerMemory } from "@recordop/emulator/memory/layer"
import { emptySeed } from "@recordop/emulator/protocol/Seed"
import { Store } from "@recordop/emulator/Store"
import { Effect, Layer } from "effect"
import { collection, entity, errorOf, sending, testApp } from "./testApp.ts"

/** A store in memory, of which some methods do something else. */
const withStore = (methods: Partial<Store["Service"]>) =>
  Layer.effect(Store, Effect.map(Store, (store) => Store.of({ ...store, ...methods }))).pipe(
    Layer.provide(layerMemory(emptySeed))
  )

const guid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

describe("headers", () => {
  it.effect("name each request, and echo what the client calls it", () =>
    Effect.gen(function*() {
      const request = yield* testApp()
      const own = yield* request(entity)
      assert.match(String(own.headers.get("request-id")), guid)
      assert.strictEqual(own.headers.get("client-request-id"), own.headers.get("request-id"))
      assert.strictEqual(own.headers.get("OData-Version"), "4.0")
      const echoed = yield* request(entity, { headers: { "client-request-id": "mine", "Scenario-Id": "s" } })
      assert.notStrictEqual(echoed.headers.get("request-id"), own.headers.get("request-id"))
      assert.strictEqual(echoed.headers.get("client-request-id"), "mine")
      assert.strictEqual(echoed.headers.get("scenario-id"), "s")
    }))
})

describe("errors", () => {
  it.effect("have Graph's body, which names the request", () =>
    Effect.gen(function*() {
      const request = yield* testApp()
      const { body, headers, status } = yield* request("/v1.0/me", { headers: { "client-request-id": "mine" } })
      assert.strictEqual(status, 404)
      assert.strictEqual(headers.get("Content-Type"), "application/json")
      assert.deepStrictEqual(body, {
        error: {
          code: "ResourceNotFound",
          message:
            "Resource not found for the segment 'me'. recordop serves the calls API of Graph; for other paths a " +
            "seed can give responses.",
          innerError: {
            date: "1970-01-01T00:00:00",
            "request-id": headers.get("request-id"),
            "client-request-id": "mine"
          }
        }
      })
    }))

  it.effect.each(
    [
      ["/", ""],
      ["/v2.0/communications/calls", "v2.0"],
      [`${entity}/recordOperation`, "recordOperation"],
      ["/v1.0/communications/calls/c/recordOperation", "recordOperation"]
    ] as const
  )("name the segment of %s that is unknown", ([path, segment]) =>
    Effect.gen(function*() {
      const request = yield* testApp()
      const answer = yield* request(path)
      assert.deepStrictEqual(
        [answer.status, errorOf(answer).message],
        [404, `Resource not found for the segment '${segment}'.`]
      )
    }))

  it.effect.each(
    [
      ["PUT", entity, "GET, HEAD, PATCH, DELETE"],
      ["DELETE", collection, "GET, HEAD, POST"],
      ["POST", `${collection}/$count`, "GET, HEAD"],
      ["PATCH", `${collection}/$count`, "GET, HEAD"],
      ["DELETE", `${collection}/$count`, "GET, HEAD"],
      ["GET", "/_emulator/reset", "POST"],
      ["OPTIONS", entity, "GET, HEAD, PATCH, DELETE"]
    ] as const
  )("say what else than %s is allowed for %s", ([method, path, allow]) =>
    Effect.gen(function*() {
      const request = yield* testApp()
      const { headers, status } = yield* request(path, { method })
      assert.deepStrictEqual([status, headers.get("Allow")], [405, allow])
    }))

  it.effect("answer 503 when the store cannot, and tell when to come again", () =>
    Effect.gen(function*() {
      const broken = Effect.fail(new Unavailable({ message: "The disk is full." }))
      const store = withStore({ findOperation: () => broken, check: broken })
      const request = yield* testApp({ store })
      const answer = yield* request(entity)
      assert.deepStrictEqual([answer.status, errorOf(answer).message], [503, "The disk is full."])
      assert.strictEqual(answer.headers.get("Retry-After"), "1")
      const health = yield* request("/_emulator/health")
      assert.deepStrictEqual([health.status, health.body["status"]], [503, "unavailable"])
    }))

  it.effect("hide a defect", () =>
    Effect.gen(function*() {
      const store = withStore({ findOperation: () => Effect.die(new Error("secret detail")) })
      const request = yield* testApp({ store })
      const answer = yield* request(entity)
      assert.deepStrictEqual([answer.status, errorOf(answer).code], [500, "UnknownError"])
      assert.notInclude(answer.text, "secret")
    }))
})

describe("a body", () => {
  it.effect.each(
    [
      [{ "Content-Type": "application/json" }, 200],
      [{ "Content-Type": "application/json; charset=UTF-8" }, 200],
      [{ "Content-Type": "Application/JSON;odata.metadata=minimal" }, 200],
      [{ "Content-Type": "text/plain" }, 415],
      [{ "Content-Type": "application/json; charset=latin1" }, 415],
      [{ "Content-Type": "application/merge-patch+json" }, 415],
      [{ "Content-Type": "application/json", "Content-Encoding": "gzip" }, 415],
      [{ "Content-Type": "application/json", "Content-Encoding": "identity, gzip" }, 415],
      [{ "Content-Type": "application/json", "Content-Encoding": "Identity, identity" }, 200],
      [{ "Content-Type": "application/json", "Content-Encoding": "" }, 200]
    ] as const
  )("with %j gets %i", ([headers, expected]) =>
    Effect.gen(function*() {
      const request = yield* testApp()
      const { status } = yield* request(entity, { method: "PATCH", body: "{}", headers })
      assert.strictEqual(status, expected)
    }))

  it.effect("is JSON when nothing says what it is", () =>
    Effect.gen(function*() {
      const request = yield* testApp()
      const body = new TextEncoder().encode("\uFEFF{}")
      assert.strictEqual((yield* request(entity, { method: "PATCH", body })).status, 200)
    }))

  it.effect("of more than 1 MiB gets 413, also when its length is not announced", () =>
    Effect.gen(function*() {
      const request = yield* testApp()
      const text = JSON.stringify({ note: "x".repeat(1_048_576) })
      const announced = yield* request(entity, sending("PATCH", text, { "Content-Length": String(text.length) }))
      const counted = yield* request(entity, sending("PATCH", text))
      assert.deepStrictEqual([announced.status, counted.status], [413, 413])
      const fits = yield* request(entity, sending("PATCH", { note: "x".repeat(1_048_000) }))
      assert.strictEqual(fits.status, 200)
    }))

  it.effect("that is not UTF-8 gets 400", () =>
    Effect.gen(function*() {
      const request = yield* testApp()
      const body = Uint8Array.of(0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d)
      const answer = yield* request(entity, { method: "PATCH", body })
      assert.strictEqual(answer.status, 400)
      assert.include(errorOf(answer).message, "UTF-8")
    }))
})

describe("hosts", () => {
  it.effect.each(
    [
      ["http://localhost:4080", 200],
      ["http://bot.localhost", 200],
      ["http://127.0.0.5:1", 200],
      ["http://[::1]:4080", 200],
      ["http://192.0.2.1", 200],
      ["http://emulator:4080", 200],
      ["http://evil.example", 403],
      ["http://localhost.evil.example", 403],
      ["http://127.0.0.1.evil.example", 403]
    ] as const
  )("%s gets %i", ([origin, expected]) =>
    Effect.gen(function*() {
      const request = yield* testApp({ host: "192.0.2.1", allowedHosts: ["emulator"] })
      assert.strictEqual((yield* request(`${origin}${entity}`)).status, expected)
    }))
})

describe("CORS", () => {
  const init = { headers: { Origin: "https://page.example", "Access-Control-Request-Method": "PATCH" } }

  it.effect("is off", () =>
    Effect.gen(function*() {
      const request = yield* testApp()
      const { headers } = yield* request(entity, init)
      assert.isNull(headers.get("Access-Control-Allow-Origin"))
    }))

  it.effect("being off lets a page of another origin change nothing", () =>
    Effect.gen(function*() {
      const request = yield* testApp()
      const from = (origin: string) => request(entity, sending("PATCH", { status: "Failed" }, { Origin: origin }))
      const foreign = yield* from("https://page.example")
      assert.deepStrictEqual([foreign.status, errorOf(foreign).code], [403, "Forbidden"])
      assert.strictEqual((yield* request(entity)).headers.get("ETag"), "W/\"1\"")
      assert.strictEqual((yield* from("http://localhost")).status, 200)
    }))

  it.effect("lets pages of any origin in when set", () =>
    Effect.gen(function*() {
      const request = yield* testApp({ cors: true })
      const preflight = yield* request(entity, { method: "OPTIONS", ...init })
      assert.strictEqual(preflight.status, 204)
      assert.include(preflight.headers.get("Access-Control-Allow-Methods"), "PATCH")
      const answer = yield* request(entity, init)
      assert.strictEqual(answer.headers.get("Access-Control-Allow-Origin"), "*")
      assert.include(answer.headers.get("Access-Control-Expose-Headers"), "request-id")
      const change = yield* request(entity, sending("PATCH", {}, { Origin: "https://page.example" }))
      assert.strictEqual(change.status, 200)
    }))
})
