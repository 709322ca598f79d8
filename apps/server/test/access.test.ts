import { assert, describe, it } from "@effect/vitest"
import { makeAccessCheck } from "@recordop/server/accessCheck"
import { originOf } from "@recordop/server/graph/origin"
import { clouds } from "@recordop/server/identity/clouds"
import { isAllowedCallback } from "@recordop/server/webhooks/callbackHosts"
import { Effect } from "effect"
import { connect } from "node:net"
import { targets } from "./bot.ts"
import { listen } from "./listen.ts"
import { collection, entity, errorOf, sending, testApp } from "./testApp.ts"

/** Sends bytes as they are and gives what comes back until the server closes. */
const sendRaw = (url: string, bytes: string) =>
  Effect.callback<string>((resume) => {
    const { hostname, port } = new URL(url)
    let answer = ""
    const socket = connect(Number(port), hostname, () => socket.write(bytes))
    socket.on("data", (chunk) => (answer += chunk.toString()))
    socket.on("close", () => resume(Effect.succeed(answer)))
  })

const checked = (host: string, isLocal: boolean, headers: Record<string, string> = {}) =>
  makeAccessCheck({
    allowedHosts: ["emulator", "other:8080", "web:80", "[0:0:0:0:0:0:0:2]"],
    cors: false,
    tls: undefined,
    host: "10.0.0.5",
    cloud: clouds.global
  })({
    method: "PATCH",
    origin: `http://${host}`,
    host,
    isLocal,
    path: "/",
    query: "",
    header: (name) => headers[name],
    rawHeaders: () => [],
    requestId: "1",
    clientRequestId: "1",
    body: {
      bytes: Effect.succeed(Buffer.alloc(0)),
      read: () => undefined,
      setRead: () => undefined,
      stream: () => null
    },
    signal: () => new AbortController().signal
  })?.message

describe("a page in a browser", () => {
  it.effect.each<readonly [string, number]>([
    ["http://localhost", 200],
    ["http://localhost:3000", 403],
    ["https://localhost:4080", 403],
    ["http://127.0.0.1", 403],
    ["http://evil.test", 403],
    ["null", 403]
  ])("of %s that changes something gets %d", ([origin, status]) =>
    Effect.gen(function*() {
      const request = yield* testApp()
      const answer = yield* request(entity, sending("PATCH", { status: "running" }, { Origin: origin }))
      assert.strictEqual(answer.status, status)
      if (status === 403) assert.strictEqual((yield* request(entity)).body["status"], "Completed")
    }))

  it("reaches nothing under a name that is neither this machine's nor allowed", () => {
    assert.isUndefined(checked("localhost:4080", true))
    assert.isUndefined(checked("bot.localhost", true))
    assert.isUndefined(checked("10.0.0.5:4080", false))
    assert.isUndefined(checked("EMULATOR:4080", false))
    assert.isUndefined(checked("other:8080", false))
    // As URLs have them: without the port that goes without saying, and addresses in their shortest form.
    assert.isUndefined(checked("web", false))
    assert.isUndefined(checked("[::2]:4080", false))
    assert.isUndefined(checked("[::ffff:7f00:1]:4080", true))
    assert.include(checked("[::ffff:a00:1]:4080", true), "not allowed")
    assert.include(checked("other:8081", false), "not allowed")
    assert.include(checked("evil.test", true), "not allowed")
  })

  it("is not taken for this machine because its name says so", () => {
    assert.include(checked("evil.localhost", false), "not allowed")
    assert.include(checked("localhost", false), "not allowed")
  })
})

describe("the origin of links", () => {
  const own = "http://127.0.0.1:4080"
  const way = (headers: Record<string, string>, remoteAddress: string | undefined = "127.0.0.1") =>
    originOf({ own, remoteAddress, header: (name) => headers[name] })

  it("is what a proxy on this machine says", () => {
    assert.strictEqual(way({}), own)
    assert.strictEqual(way({ "x-forwarded-proto": "https" }), "https://127.0.0.1:4080")
    assert.strictEqual(
      way({ "x-forwarded-proto": "https, http", "x-forwarded-host": "a.test:444, b" }),
      "https://a.test:444"
    )
    assert.strictEqual(way({ forwarded: "for=x;proto=https;host=\"a.test\", proto=http" }, "::1"), "https://a.test")
    assert.strictEqual(way({ "x-forwarded-host": "a.test" }, "::ffff:127.0.0.1"), "http://a.test")
  })

  it("is not what another machine says, nor what is no origin", () => {
    assert.strictEqual(way({ "x-forwarded-proto": "https" }, "10.0.0.9"), own)
    assert.strictEqual(way({ "x-forwarded-proto": "javascript", "x-forwarded-host": "a.test" }), own)
    assert.strictEqual(way({ "x-forwarded-host": "a.test/x" }), own)
  })

  it.live("stands in answers", () =>
    Effect.gen(function*() {
      const url = yield* listen()
      const body = yield* Effect.promise(() =>
        fetch(`${url}${collection}?$top=1`, {
          headers: { "X-Forwarded-Proto": "https", "X-Forwarded-Host": "graph.test" }
        }).then((response) => response.text())
      )
      assert.include(body, "\"@odata.context\":\"https://graph.test/v1.0/")
    }))
})

describe("two Host headers", () => {
  it.live("are refused with Graph's body", () =>
    Effect.gen(function*() {
      const url = yield* listen()
      const answer = yield* sendRaw(url, `GET ${entity} HTTP/1.1\r\nHost: localhost\r\nhost: evil.test\r\n\r\n`)
      assert.match(answer, /^HTTP\/1\.1 400 /)
      assert.include(answer, "Expected one Host header.")
      assert.match(answer, /request-id: /)
    }))
})

describe("a callback", () => {
  it.effect.each<readonly [string, boolean]>([
    ["http://localhost:3978/x", true],
    ["http://bot.localhost/x", true],
    ["http://[::1]:9/x", true],
    ["http://127.1.2.3/x", true],
    ["http://localhost.evil.test/x", false],
    ["http://10.0.0.1/x", false],
    ["http://bot.test:8443/x", true],
    ["http://bot.test/x", false]
  ])(
    "%s is allowed: %s",
    ([url, expected]) => Effect.sync(() => assert.strictEqual(isAllowedCallback(url, ["bot.test:8443"]), expected))
  )

  it.effect("with another host is refused, and says why", () =>
    Effect.gen(function*() {
      const request = yield* testApp()
      const answer = yield* request(
        "/v1.0/communications/calls",
        sending("POST", { callbackUri: "http://10.0.0.1/x", targets })
      )
      assert.strictEqual(answer.status, 400)
      assert.include(errorOf(answer).message, "--callback-allow")
    }))
})
