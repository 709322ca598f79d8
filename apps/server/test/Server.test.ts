import { assert, describe, it } from "@effect/vitest"
import { layerMemory } from "@recordop/emulator/memory/layer"
import { Store } from "@recordop/emulator/Store"
import { callId, operationId, seed } from "@recordop/testing/Fixtures"
import { Deferred, Effect, Exit, Fiber, Layer, Queue, Scope, Stream } from "effect"
import { connect } from "node:net"
import { listen } from "./listen.ts"
import { entity, sending } from "./testApp.ts"

const fetchText = (url: string, init?: RequestInit) =>
  Effect.promise(async () => {
    const response = await fetch(url, init)
    return { status: response.status, headers: response.headers, text: await response.text() }
  })

const inChunks = (text: string) => ({ method: "PATCH", body: new Blob([text]).stream(), duplex: "half" })

/** Sends bytes as they are and gives what comes back until the server closes. */
const sendRaw = (url: string, bytes: string) =>
  Effect.callback<string>((resume) => {
    const { hostname, port } = new URL(url)
    let answer = ""
    const socket = connect(Number(port), hostname, () => socket.write(bytes))
    socket.on("data", (chunk) => (answer += chunk.toString()))
    socket.on("close", () => resume(Effect.succeed(answer)))
  })

describe("Server", () => {
  it.live("answers over HTTP with the date", () =>
    Effect.gen(function*() {
      const url = yield* listen()
      const { headers, status } = yield* fetchText(`${url}${entity}`)
      assert.strictEqual(status, 200)
      assert.isFalse(Number.isNaN(Date.parse(String(headers.get("Date")))))
      assert.isNotNull(headers.get("Content-Length"))
    }))

  it.live("takes a body in chunks, and refuses one that is too large", () =>
    Effect.gen(function*() {
      const url = yield* listen()
      const patch = (text: string) => fetchText(`${url}${entity}`, inChunks(text))
      assert.strictEqual((yield* patch(`{"status":"Running"}`)).status, 200)
      assert.strictEqual((yield* patch(`{"a":"${"x".repeat(2_000_000)}"}`)).status, 413)
      assert.include((yield* fetchText(`${url}${entity}`)).text, "Running")
    }))

  it.live("refuses the name of another host", () =>
    Effect.gen(function*() {
      const url = yield* listen()
      const answer = yield* sendRaw(url, "GET / HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n")
      assert.match(answer, /^HTTP\/1.1 403 /)
    }))

  it.live.each(
    [
      ["bytes that are no request", "nonsense\r\n\r\n"],
      ["a host in brackets with more", "GET / HTTP/1.1\r\nHost: [::1]@localhost\r\nConnection: close\r\n\r\n"],
      ["a host in brackets with a path", "GET / HTTP/1.1\r\nHost: [::1]/foo?x\r\nConnection: close\r\n\r\n"],
      ["a host that is no host", "GET / HTTP/1.1\r\nHost: a b\r\nConnection: close\r\n\r\n"],
      ["a target that is no path", "GET http:// HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"]
    ] as const
  )("answers 400 to %s", ([, bytes]) =>
    Effect.gen(function*() {
      const url = yield* listen()
      const answer = yield* sendRaw(url, bytes)
      assert.match(answer, /^HTTP\/1.1 400 /)
      assert.include(answer, `{"error":{"code":"BadRequest"`)
      assert.match(answer, /\r\nrequest-id: [0-9a-f-]{36}\r\n/)
    }))

  it.live.each(
    [
      ["a scheme in capitals", "GET HTTP://localhost/v1.0/communications/calls HTTP/1.1\r\nHost: localhost"],
      [
        "an address of four numbers in six",
        "GET /v1.0/communications/calls HTTP/1.1\r\nHost: [::ffff:127.0.0.1]"
      ],
      [
        "an address with leading zeros",
        "GET /v1.0/communications/calls HTTP/1.1\r\nHost: [0:0:0:0:0:0:0:1]:4080"
      ]
    ] as const
  )("understands %s", ([, head]) =>
    Effect.gen(function*() {
      const url = yield* listen()
      const answer = yield* sendRaw(url, `${head}\r\nConnection: close\r\n\r\n`)
      assert.match(answer, /^HTTP\/1.1 200 /)
    }))

  it.live("answers OPTIONS of the server as a whole like those of its root", () =>
    Effect.gen(function*() {
      const url = yield* listen()
      const ask = (target: string, host: string) =>
        Effect.map(
          sendRaw(url, `OPTIONS ${target} HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`),
          (answer) => answer.slice(0, answer.indexOf("\r\n"))
        )
      assert.strictEqual(yield* ask("*", "localhost"), yield* ask("/", "localhost"))
      assert.match(yield* ask("*", "evil.example"), /^HTTP\/1.1 403 /)
    }))

  it.live("refuses to be a proxy when it serves no https", () =>
    Effect.gen(function*() {
      const url = yield* listen()
      const answer = yield* sendRaw(
        url,
        "CONNECT graph.microsoft.com:443 HTTP/1.1\r\nHost: graph.microsoft.com\r\n\r\n"
      )
      assert.match(answer, /^HTTP\/1.1 405 /)
      assert.include(answer, "(--tls)")
    }))

  it.live.each(
    [
      ["no host in HTTP/1.1", "GET / HTTP/1.1\r\nConnection: close\r\n\r\n", 400],
      ["what nobody can expect", "GET / HTTP/1.1\r\nHost: localhost\r\nExpect: foo\r\nConnection: close\r\n\r\n", 417]
    ] as const
  )("answers to %s as Graph does", ([, bytes, status]) =>
    Effect.gen(function*() {
      const url = yield* listen()
      const answer = yield* sendRaw(url, bytes)
      assert.match(answer, new RegExp(`^HTTP/1.1 ${status} `))
      assert.match(answer, /\r\nrequest-id: [0-9a-f-]{36}\r\n[^]*\{"error":/)
    }))

  it.live("takes the address that was connected to for the host that HTTP/1.0 does not name", () =>
    Effect.gen(function*() {
      const url = yield* listen()
      const answer = yield* sendRaw(url, "GET /v1.0/communications/calls HTTP/1.0\r\n\r\n")
      assert.include(answer, `"@odata.context":"${url}/`)
    }))

  it.live("makes no links with a forwarded host that is none", () =>
    Effect.gen(function*() {
      const url = yield* listen()
      for (const host of ["a:99999", "300.1.1.1"]) {
        const { text } = yield* fetchText(`${url}/v1.0/communications/calls`, { headers: { "X-Forwarded-Host": host } })
        assert.include(text, `"@odata.context":"${url}/`)
      }
    }))

  it.live("answers 431 to fields that are too large", () =>
    Effect.gen(function*() {
      const url = yield* listen()
      const answer = yield* sendRaw(url, `GET / HTTP/1.1\r\nHost: localhost\r\nX: ${"x".repeat(20_000)}\r\n\r\n`)
      assert.match(answer, /^HTTP\/1.1 431 /)
    }))

  it.live("says why it cannot listen", () =>
    Effect.gen(function*() {
      const url = yield* listen()
      const error = yield* Effect.flip(listen({ port: Number(new URL(url).port) }))
      assert.match(error.message, /^Cannot listen on 127\.0\.0\.1:\d+: .*EADDRINUSE/)
    }))

  it.live("finishes the requests in flight before it stops", () =>
    Effect.gen(function*() {
      const asked = yield* Deferred.make<void>()
      const goOn = yield* Deferred.make<void>()
      const slow = Layer.effect(
        Store,
        Effect.map(Store, (store) => ({
          ...store,
          findOperation: (key: Parameters<typeof store.findOperation>[0]) =>
            Deferred.succeed(asked, undefined).pipe(
              Effect.andThen(Deferred.await(goOn)),
              Effect.andThen(store.findOperation(key))
            )
        }))
      ).pipe(Layer.provide(layerMemory(seed)))
      const scope = yield* Scope.make()
      const url = yield* Scope.provide(listen({}, slow), scope)
      const request = yield* Effect.forkChild(fetchText(`${url}${entity}`))
      yield* Deferred.await(asked)
      const closing = yield* Effect.forkChild(Scope.close(scope, Exit.void))
      yield* Effect.yieldNow
      yield* Deferred.succeed(goOn, undefined)
      assert.strictEqual((yield* Fiber.join(request)).status, 200)
      yield* Fiber.join(closing)
      const refused = yield* Effect.exit(Effect.tryPromise(() => fetch(url)))
      assert.isTrue(Exit.isFailure(refused))
    }))

  it.live("sends changes as events, and ends them when it stops", () =>
    Effect.gen(function*() {
      const scope = yield* Scope.make()
      const url = yield* Scope.provide(listen(), scope)
      const { body, headers } = yield* Effect.promise(() => fetch(`${url}/_emulator/events`))
      assert.strictEqual(headers.get("Content-Type"), "text/event-stream")
      assert.isNotNull(body)
      const events = yield* Queue.unbounded<string>()
      const reading = yield* Stream.fromReadableStream({ evaluate: () => body, onError: String }).pipe(
        Stream.decodeText(),
        Stream.splitLines,
        Stream.runForEach((line) => Queue.offer(events, line)),
        Effect.forkChild
      )
      yield* fetchText(`${url}${entity}`, sending("PATCH", { status: "Running" }))
      const lines = yield* Queue.takeN(events, 6)
      assert.deepStrictEqual([lines[0], lines[2], lines[4]], [": listening", "", "event: updated"])
      assert.match(String(lines[1]), /^id: \S+$/)
      assert.match(String(lines[3]), /^id: \S+$/)
      const change = JSON.parse(String(lines[5]).replace("data: ", ""))
      assert.deepInclude(change, { changeType: "updated", callId, version: 2 })
      assert.deepInclude(change.operation, { id: operationId, status: "Running" })
      yield* Scope.close(scope, Exit.void)
      yield* Fiber.join(reading)
    }))
})
