import { assert, describe, it } from "@effect/vitest"
import { layerSqlite } from "@recordop/storage"
import { seed } from "@recordop/testing/Fixtures"
import { temporaryFile } from "@recordop/testing/temporaryFile"
import { Effect } from "effect"
import { createRemoteJWKSet, jwtVerify } from "jose"
import type { ServerResponse } from "node:http"
import { type Answering, type Received, startBot, targets, told } from "./bot.ts"
import { frozenServer } from "./frozen.ts"
import { stores } from "./stores.ts"

const expected = [
  "updated call establishing",
  "updated call established",
  "updated call established",
  "updated participants 2",
  "deleted recordOperation maxRecordDurationReached",
  "updated call terminating",
  "deleted call terminated"
]

/** The id of a call, as bots find it: in the path of what has changed. */
const callIdIn = ({ body }: Received): string => body.value[0]?.resourceUrl.split("/")[3] ?? ""

/** A whole call: created, recorded, ended. */
const runCall = Effect.fnUntraced(
  function*(server: Effect.Success<ReturnType<typeof frozenServer>>, callbackUri: string) {
    const { advance, establish, post, send } = server
    const { call } = yield* establish(callbackUri)
    yield* post(`${call}/recordResponse`, {})
    yield* advance("PT10S")
    yield* send("DELETE", call)
    yield* advance("PT0S")
  }
)

const record = (url: string, id: unknown): Promise<unknown> =>
  fetch(`${url}/v1.0/communications/calls/${String(id)}/recordResponse`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ playBeep: false, clientContext: id })
  })

const part = (json: object): string => Buffer.from(JSON.stringify(json)).toString("base64url")

/** Waits until something has happened. */
const until = (has: () => boolean) =>
  Effect.repeat(Effect.sleep("5 millis"), { until: () => has() }).pipe(Effect.timeout("20 seconds"), Effect.orDie)

const isNotFirst: Answering = (response, index) => void response.writeHead(index === 0 ? 500 : 200).end()

describe.each(stores)("notifications (on %s)", (_, makeStore) => {
  it.live("have the headers of captures", () =>
    Effect.gen(function*() {
      const bot = yield* startBot()
      const server = yield* frozenServer({}, makeStore())
      yield* runCall(server, bot.callbackUri)
      assert.deepStrictEqual(told(bot.received), expected)
      const [first, second] = bot.received.map(({ headers }) => headers)
      assert.deepInclude(first, {
        accept: "application/json",
        "content-type": "application/json",
        "user-agent": "Microsoft-Skype/3.0,(Calling/1.0)"
      })
      const names = bot.received[0]?.names.map((name) => name.toLowerCase()).toSorted()
      assert.deepStrictEqual(names, [
        "accept",
        "authorization",
        // Of HTTP itself: captures of what a bot sees behind its proxy do not show them.
        "connection",
        "content-length",
        "content-type",
        "host",
        "ms-teams-partition",
        "ms-teams-region",
        "ms-teams-ring",
        "scenario-id",
        "user-agent",
        "x-microsoft-skype-chain-id",
        "x-microsoft-skype-message-id",
        "x-microsoft-skype-original-message-id"
      ])
      assert.strictEqual(first?.["scenario-id"], first?.["x-microsoft-skype-chain-id"])
      assert.strictEqual(first?.["scenario-id"], second?.["scenario-id"])
      assert.notStrictEqual(first?.["x-microsoft-skype-message-id"], second?.["x-microsoft-skype-message-id"])
    }))

  it.live("are signed, so that a bot can check them against the published key", () =>
    Effect.gen(function*() {
      const bot = yield* startBot()
      const server = yield* frozenServer({}, makeStore())
      const identity = { application: { id: "the-app" } }
      yield* server.establish(bot.callbackUri, undefined, { source: { identity }, tenantId: "the-tenant" })
      const { body: configuration } = yield* server.send("GET", "/_emulator/.well-known/openid-configuration")
      const keys = createRemoteJWKSet(new URL(configuration.jwks_uri))
      const token = String(bot.received[0]?.headers.authorization).replace("Bearer ", "")
      const verified = yield* Effect.promise(() =>
        jwtVerify(token, keys, { issuer: configuration.issuer, audience: "the-app", algorithms: ["RS256"] })
      )
      assert.strictEqual(verified.payload["tid"], "the-tenant")
      assert.isAbove(verified.payload.exp ?? 0, Date.now() / 1_000)
    }))

  it.live("are signed for whose token created the call, when the call does not say", () =>
    Effect.gen(function*() {
      const bot = yield* startBot()
      const { advance, url } = yield* frozenServer({}, makeStore())
      const token = `${part({ alg: "none" })}.${part({ appid: "app-of-token", tid: "tenant-of-token" })}.`
      yield* Effect.promise(() =>
        fetch(`${url}/v1.0/communications/calls`, {
          method: "POST",
          headers: { "Content-Type": "application/json", Authorization: `Bearer ${token}` },
          body: JSON.stringify({ callbackUri: bot.callbackUri, targets })
        })
      )
      yield* advance("PT0S")
      const [, payload = ""] = String(bot.received[0]?.headers.authorization).split(".")
      assert.deepInclude(JSON.parse(Buffer.from(payload, "base64url").toString()), {
        aud: "app-of-token",
        tid: "tenant-of-token"
      })
    }))

  it.live("are tried again after 500, with nothing lost and in order", () =>
    Effect.gen(function*() {
      const bot = yield* startBot(isNotFirst)
      const server = yield* frozenServer({}, makeStore())
      yield* runCall(server, bot.callbackUri)
      assert.deepStrictEqual(told(bot.received), [...expected.slice(0, 1), ...expected])
      const [first] = yield* server.notifications
      assert.deepStrictEqual(first.attempts.map(({ status }: { readonly status: number }) => status), [500, 200])
      assert.strictEqual(Date.parse(first.attempts[1].at) - Date.parse(first.attempts[0].at), 1_000)
      const [one, other] = bot.received.map(({ headers }) => headers["x-microsoft-skype-original-message-id"])
      assert.strictEqual(one, other)
    }))

  it.live("wait for a bot that is down, and reach it when it is back", () =>
    Effect.gen(function*() {
      const gone = yield* startBot()
      gone.close()
      const server = yield* frozenServer({}, makeStore())
      yield* runCall(server, gone.callbackUri)
      const pending = yield* server.notifications
      assert.deepStrictEqual(pending.map(({ state }: { readonly state: string }) => state), Array(7).fill("pending"))
      assert.match(pending[0].attempts[0].error, /ECONNREFUSED/)
      assert.isEmpty(pending[1].attempts)
      const back = yield* startBot(undefined, gone.port)
      yield* server.advance("PT1M")
      assert.deepStrictEqual(told(back.received), expected)
    }))

  it.live("fail after eight tries, and the next one is tried", () =>
    Effect.gen(function*() {
      const bot = yield* startBot((response) => void response.writeHead(503).end())
      const server = yield* frozenServer({}, makeStore())
      yield* server.establish(bot.callbackUri)
      yield* server.advance("PT10M")
      const [first, second] = yield* server.notifications
      assert.deepStrictEqual([first.state, first.attempts.length], ["failed", 8])
      assert.deepStrictEqual([second.state, second.attempts.length], ["failed", 8])
      const pauses = first.attempts.map(({ at }: { readonly at: string }) =>
        (Date.parse(at) - Date.parse(first.attempts[0].at)) / 1_000
      )
      assert.deepStrictEqual(pauses, [0, 1, 3, 7, 15, 31, 63, 123])
    }))

  it.live("are not tried again when the bot refuses them, but can be sent again", () =>
    Effect.gen(function*() {
      let status = 401
      const bot = yield* startBot((response) => void response.writeHead(status).end())
      const server = yield* frozenServer({}, makeStore())
      yield* server.establish(bot.callbackUri)
      const [first] = yield* server.notifications
      assert.deepStrictEqual([first.state, first.attempts.length], ["failed", 1])
      status = 200
      const again = yield* server.post(`/_emulator/notifications/${first.id}/redeliver`, undefined)
      assert.strictEqual(again.status, 204)
      yield* server.advance("PT0S")
      const [sent] = yield* server.notifications
      assert.deepStrictEqual([sent.state, sent.attempts.length], ["delivered", 2])
      assert.strictEqual((yield* server.post("/_emulator/notifications/none/redeliver", undefined)).status, 404)
    }))

  it.live("follow a redirection to a host that is allowed, and to no other", () =>
    Effect.gen(function*() {
      const region = yield* startBot()
      const bot = yield* startBot((response, index) => {
        const location = index === 0 ? region.callbackUri : "http://bot.contoso.com/callback"
        response.writeHead(302, { Location: location }).end()
      })
      const server = yield* frozenServer({}, makeStore())
      yield* server.establish(bot.callbackUri)
      assert.deepStrictEqual(told(region.received), expected.slice(0, 1))
      const [first, second] = yield* server.notifications
      assert.strictEqual(first.state, "delivered")
      assert.strictEqual(second.state, "failed")
      assert.include(second.attempts[0].error, "the host 'bot.contoso.com' is not allowed")
    }))

  it.live("are tried again when the bot dies in the middle of its answer", () =>
    Effect.gen(function*() {
      const bot = yield* startBot((response, index) => {
        if (index > 0) return void response.writeHead(200).end()
        response.writeHead(200, { "Content-Length": "100" })
        response.write("half", () => response.destroy())
        return undefined
      })
      const server = yield* frozenServer({}, makeStore())
      yield* runCall(server, bot.callbackUri)
      assert.deepStrictEqual(told(bot.received), [...expected.slice(0, 1), ...expected])
      const [first] = yield* server.notifications
      assert.isString(first.attempts[0].error)
      assert.strictEqual(first.state, "delivered")
    }))

  it.live("of other calls do not wait for a slow bot", () =>
    Effect.gen(function*() {
      const waiting: Array<ServerResponse> = []
      const slow = yield* startBot((response) => void waiting.push(response))
      const quick = yield* startBot()
      const server = yield* frozenServer({}, makeStore())
      yield* server.post("/v1.0/communications/calls", { callbackUri: slow.callbackUri, targets })
      yield* server.post("/v1.0/communications/calls", { callbackUri: quick.callbackUri, targets })
      yield* Effect.repeat(Effect.sleep("5 millis"), { until: () => quick.received.length > 0 && waiting.length > 0 })
      const [first] = yield* server.notifications
      assert.deepStrictEqual([first.state, first.attempts], ["pending", []])
      for (const response of waiting) response.writeHead(200).end()
      yield* server.advance("PT0S")
      assert.strictEqual((yield* server.notifications)[0].state, "delivered")
    }))

  it.live("end at some time when a bot acts at once on everything", () =>
    Effect.gen(function*() {
      const server = yield* frozenServer({ callerScript: [{ _tag: "Fail", part: "media" }] }, makeStore())
      const bot = yield* startBot((response, _, received) => {
        const { state } = received.body.value[0]?.resourceData ?? {}
        const acts = state === "establishing" ? Promise.resolve() : record(server.url, callIdIn(received))
        void acts.then(() => response.writeHead(200).end(), () => response.destroy())
      })
      yield* server.post("/v1.0/communications/calls", { callbackUri: bot.callbackUri, targets })
      const { body, status } = yield* server.advance("PT1S")
      assert.strictEqual(status, 409)
      assert.include(body.error.message, "after 100 rounds")
      assert.strictEqual((yield* server.send("GET", "/_emulator/clock")).status, 200)
    }))

  it.live("let the bot act while it is told", () =>
    Effect.gen(function*() {
      const server = yield* frozenServer({}, makeStore())
      const bot = yield* startBot((response, _, received) => {
        const { mediaState } = received.body.value[0]?.resourceData ?? {}
        const acts = mediaState === undefined ? Promise.resolve() : record(server.url, callIdIn(received))
        void acts.then(() => response.writeHead(200).end(), () => response.destroy())
      })
      yield* server.post("/v1.0/communications/calls", { callbackUri: bot.callbackUri, targets })
      yield* server.advance("PT1M")
      assert.deepStrictEqual(told(bot.received), expected.slice(0, 5))
    }))

  it.live("are sent again when somebody asks for that while the first try is under way", () =>
    Effect.gen(function*() {
      const waiting: Array<ServerResponse> = []
      const bot = yield* startBot((response) => void waiting.push(response))
      const server = yield* frozenServer({}, makeStore())
      yield* server.post("/v1.0/communications/calls", { callbackUri: bot.callbackUri, targets })
      yield* until(() => waiting.length === 1)
      const [first] = yield* server.notifications
      assert.strictEqual((yield* server.post(`/_emulator/notifications/${first.id}/redeliver`, {})).status, 204)
      waiting[0]?.writeHead(202).end()
      yield* until(() => waiting.length === 2)
      waiting[1]?.writeHead(202).end()
      yield* server.advance("PT0S")
      const [again] = yield* server.notifications
      assert.deepStrictEqual([again.state, again.attempts.length], ["delivered", 2])
      assert.deepStrictEqual(told(bot.received), ["updated call establishing", "updated call establishing"])
    }))

  it.live("are tried again after 429 and 503, one second after the end of the try and then two", () =>
    Effect.gen(function*() {
      const bot = yield* startBot((response, index) => void response.writeHead([429, 503][index] ?? 200).end())
      const server = yield* frozenServer({}, makeStore())
      yield* server.post("/v1.0/communications/calls", { callbackUri: bot.callbackUri, targets })
      yield* server.advance("PT0.999S")
      assert.strictEqual(bot.received.length, 1)
      yield* server.advance("PT0.001S")
      assert.strictEqual(bot.received.length, 2)
      yield* server.advance("PT1.999S")
      assert.strictEqual(bot.received.length, 2)
      yield* server.advance("PT0.001S")
      assert.deepStrictEqual(told(bot.received), [
        "updated call establishing",
        "updated call establishing",
        "updated call establishing",
        "updated call established",
        "updated call established",
        "updated participants 2"
      ])
    }))

  it.live("of one host do not wait for a bot of another that hangs", () =>
    Effect.gen(function*() {
      const hanging = yield* startBot(() => undefined)
      const quick = yield* startBot()
      const server = yield* frozenServer({ clock: { mode: "real" } }, makeStore())
      yield* Effect.forEach(
        Array.from({ length: 80 }, () => hanging.callbackUri),
        (callbackUri) => server.post("/v1.0/communications/calls", { callbackUri, targets }),
        { concurrency: 8 }
      )
      yield* until(() => hanging.received.length === 64)
      yield* server.post("/v1.0/communications/calls", { callbackUri: quick.callbackUri, targets })
      yield* until(() => quick.received.length > 0)
      assert.strictEqual(hanging.received.length, 64)
    }))
})

describe("a store that lasts", () => {
  it.live("has the key that notifications are signed with, for bots that stayed up", () =>
    Effect.gen(function*() {
      const file = yield* temporaryFile
      const bot = yield* startBot()
      const keys = yield* Effect.forEach([0, 1], () =>
        Effect.scoped(Effect.gen(function*() {
          const server = yield* frozenServer({}, layerSqlite(file, seed))
          yield* runCall(server, bot.callbackUri)
          const { body } = yield* server.send("GET", "/_emulator/.well-known/jwks.json")
          assert.hasAllKeys(body.keys[0], ["kty", "n", "e", "kid", "alg", "use"])
          return body.keys[0]
        })))
      assert.deepStrictEqual(keys[0], keys[1])
    }))
})
