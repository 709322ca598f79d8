import { assert, describe, it } from "@effect/vitest"
import { callId } from "@recordop/testing/Fixtures"
import { Effect, Schema } from "effect"
import { startBot } from "./bot.ts"
import { entity, errorOf, type Seen, sending, testApp } from "./testApp.ts"

const call = `/v1.0/communications/calls/${callId}`

const Har = Schema.Struct({
  log: Schema.Struct({
    version: Schema.Literal("1.2"),
    creator: Schema.Struct({ name: Schema.String, version: Schema.String }),
    entries: Schema.Array(Schema.Struct({
      startedDateTime: Schema.String,
      time: Schema.Finite,
      request: Schema.Struct({ method: Schema.String, url: Schema.String, bodySize: Schema.Int }),
      response: Schema.Struct({
        status: Schema.Int,
        content: Schema.Struct({ size: Schema.Int, text: Schema.String })
      }),
      timings: Schema.Struct({ send: Schema.Finite, wait: Schema.Finite, receive: Schema.Finite })
    }))
  })
})

const Entries = Schema.Array(Schema.Record(Schema.String, Schema.Any))
const entriesOf = ({ body }: Seen) => Schema.decodeUnknownSync(Entries)(body["value"])

describe("/_emulator/requests", () => {
  it.effect("has what a bot asked and how it was answered, without secrets", () =>
    Effect.gen(function*() {
      const request = yield* testApp()
      yield* request(`${call}?$select=id`, { headers: { Authorization: "Bearer a.b.c" } })
      yield* request("/common/oauth2/v2.0/token", {
        method: "POST",
        headers: { "Content-Type": "application/x-www-form-urlencoded" },
        body: "grant_type=client_credentials&client_id=1&client_secret=hush&scope=https://graph.microsoft.com/.default"
      })
      yield* request("/_emulator/health")
      const seen = yield* request("/_emulator/requests")
      const [asked, token, ...rest] = entriesOf(seen)
      assert.deepStrictEqual(rest, [])
      assert.deepInclude(asked, {
        sequence: 1,
        direction: "received",
        method: "GET",
        url: `${call}?$select=id`,
        callId
      })
      assert.strictEqual(asked?.["headers"]["authorization"], "Bearer ***")
      assert.deepInclude(asked?.["response"], { status: 200 })
      assert.strictEqual(asked?.["response"].body.id, callId)
      assert.include(token?.["body"], "client_secret=***")
      assert.notInclude(seen.text, "hush")
      assert.strictEqual(token?.["response"].body.access_token, "***")
    }))

  it.effect("shows what JSON has no safe form of as the text that it is", () =>
    Effect.gen(function*() {
      const request = yield* testApp()
      const deep = "[".repeat(30_000) + "]".repeat(30_000)
      const exact = `{"n":9007199254740993}`
      for (const body of [deep, exact]) yield* request(entity, { ...sending("PATCH", {}), body })
      const seen = entriesOf(yield* request("/_emulator/requests"))
      assert.deepStrictEqual(seen.map(({ body }) => body), [deep, exact])
      assert.strictEqual((yield* request("/_emulator/requests.har")).status, 200)
    }))

  it.effect("has fields whatever their names, and nothing that was asked of the emulator in other spellings", () =>
    Effect.gen(function*() {
      const request = yield* testApp()
      yield* request(call, { headers: { constructor: "x", toString: "y" } })
      for (const path of ["/_EMULATOR/health", "/%5Femulator/health", "/_emulator"]) yield* request(path)
      const seen = entriesOf(yield* request("/_emulator/requests"))
      assert.deepStrictEqual(seen.map(({ url }) => url), [call])
      assert.deepInclude(seen[0]?.["headers"], { constructor: "x", tostring: "y" })
      const found = entriesOf(yield* request(`/_emulator/requests?callId=${callId}`))
      assert.lengthOf(found, 1)
    }))

  it.effect("has what a bot was told, and what it said to that", () =>
    Effect.gen(function*() {
      const bot = yield* startBot((response) => void response.writeHead(200, { "X-Bot": "7" }).end("thanks"))
      const request = yield* testApp({ clock: { mode: "frozen", now: 0 } })
      yield* request(
        "/v1.0/communications/calls",
        sending("POST", { callbackUri: bot.callbackUri, targets: [{ identity: { user: { id: "1" } } }] })
      )
      yield* request("/_emulator/clock", sending("POST", { advance: "1s" }))
      const sent = entriesOf(yield* request("/_emulator/requests?direction=sent"))
      assert.lengthOf(sent, 4)
      assert.deepInclude(sent[0], { method: "POST", url: bot.callbackUri, at: "1970-01-01T00:00:00.000Z" })
      assert.deepInclude(sent[0]?.["response"], { status: 200, body: "thanks" })
      assert.strictEqual(sent[0]?.["response"].headers["x-bot"], "7")
      assert.strictEqual(sent[0]?.["body"].value[0].changeType, "updated")
      assert.strictEqual(sent[0]?.["headers"].authorization, "Bearer ***")
      const [created] = entriesOf(yield* request("/_emulator/requests?direction=received"))
      assert.strictEqual(created?.["callId"], sent[0]?.["callId"])
    }))

  it.effect("says why a bot was not reached", () =>
    Effect.gen(function*() {
      const bot = yield* startBot()
      bot.close()
      const request = yield* testApp({ clock: { mode: "frozen", now: 0 } })
      yield* request(
        "/v1.0/communications/calls",
        sending("POST", { callbackUri: bot.callbackUri, targets: [{ identity: { user: { id: "1" } } }] })
      )
      yield* request("/_emulator/clock", sending("POST", { advance: "PT0S" }))
      const [sent] = entriesOf(yield* request("/_emulator/requests?direction=sent"))
      assert.include(sent?.["error"], "ECONNREFUSED")
      assert.notProperty(sent, "response")
    }))

  it.effect("finds, goes on after one, forgets, and begins anew by a reset", () =>
    Effect.gen(function*() {
      const request = yield* testApp()
      yield* request(call)
      yield* request(`${call}x`)
      const sequences = (query: string) =>
        Effect.map(request(`/_emulator/requests${query}`), (seen) => entriesOf(seen).map((entry) => entry["sequence"]))
      assert.deepStrictEqual(yield* sequences("?status=404"), [2])
      assert.deepStrictEqual(yield* sequences("?after=1"), [2])
      assert.deepStrictEqual(yield* sequences(`?callId=${callId}`), [1])
      assert.include(errorOf(yield* request("/_emulator/requests?methd=GET")).message, "methd")
      assert.include(errorOf(yield* request("/_emulator/requests?status=x")).message, "status")
      yield* request("/_emulator/requests", { method: "DELETE" })
      assert.deepStrictEqual(yield* sequences(""), [])
      yield* request(call)
      yield* request("/_emulator/reset", { method: "POST" })
      assert.deepStrictEqual(yield* sequences(""), [])
    }))

  it.effect("is exported as an HTTP Archive", () =>
    Effect.gen(function*() {
      const request = yield* testApp()
      yield* request(`${call}/operations`, sending("POST", { clientContext: "é" }))
      const { body } = yield* request("/_emulator/requests.har?method=POST")
      const { log } = yield* Schema.decodeUnknownEffect(Har)(body)
      assert.deepStrictEqual(log.entries.map(({ request, response }) => [request.method, response.status]), [[
        "POST",
        201
      ]])
      assert.match(log.entries[0]?.request.url ?? "", /^http:\/\/.*\/operations$/u)
    }))
})

describe("/_emulator/expectations", () => {
  it.effect("says whether something was asked, and what came nearest", () =>
    Effect.gen(function*() {
      const request = yield* testApp()
      yield* request(`${call}/operations`, sending("POST", { clientContext: "a" }))
      const check = (body: unknown) => request("/_emulator/expectations", sending("POST", body))
      const path = "/communications/calls/*/operations"
      assert.deepStrictEqual((yield* check({ method: "POST", path, body: { clientContext: "a" } })).body, {
        isMet: true,
        count: 1,
        nearest: []
      })
      const { body } = yield* check({ method: "POST", path, body: { clientContext: "b" }, times: 1 })
      assert.deepInclude(body, { isMet: false, count: 0 })
      assert.deepInclude(JSON.parse(JSON.stringify(body["nearest"]))[0].differences[0], {
        path: "body.clientContext",
        expected: "b",
        actual: "a"
      })
      assert.include(errorOf(yield* check({ pth: path })).message, "pth")
    }))
})
