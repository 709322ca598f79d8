import { assert, describe, it } from "@effect/vitest"
import { layerMemory } from "@recordop/emulator/memory/layer"
import { Store } from "@recordop/emulator/Store"
import { seed } from "@recordop/testing/Fixtures"
import { Deferred, Effect, Exit, Fiber, Layer, Scope } from "effect"
import { request } from "node:http"
import { connect } from "node:net"
import { startBot, targets } from "./bot.ts"
import { frozenServer } from "./frozen.ts"
import { listen } from "./listen.ts"
import { entity } from "./testApp.ts"

/** How long closing a scope takes, in milliseconds. */
const closing = (scope: Scope.Closeable) =>
  Effect.gen(function*() {
    const start = performance.now()
    yield* Scope.close(scope, Exit.void)
    return performance.now() - start
  })

/** A connection that says nothing, once it stands. */
const silent = (url: string) =>
  Effect.callback<void>((resume) => {
    const { hostname, port } = new URL(url)
    const socket = connect(Number(port), hostname, () => resume(Effect.void))
    socket.on("error", () => undefined)
  })

/** A store whose reads wait. */
const slowStore = (asked: Deferred.Deferred<void>, goOn: Deferred.Deferred<void>) =>
  Layer.effect(
    Store,
    Effect.map(Store, (store) =>
      Store.of({
        ...store,
        findOperation: (key) =>
          Deferred.succeed(asked, undefined).pipe(
            Effect.andThen(Deferred.await(goOn)),
            Effect.andThen(store.findOperation(key))
          )
      }))
  ).pipe(Layer.provide(layerMemory(seed)))

describe("a server that stops", () => {
  it.live("does not wait for a connection that has asked for nothing", () =>
    Effect.gen(function*() {
      const scope = yield* Scope.make()
      const url = yield* Scope.provide(listen(), scope)
      yield* silent(url)
      assert.isBelow(yield* closing(scope), 5_000)
    }))

  it.live("answers what is under way, and says that the connection ends", () =>
    Effect.gen(function*() {
      const asked = yield* Deferred.make<void>()
      const goOn = yield* Deferred.make<void>()
      const scope = yield* Scope.make()
      const url = yield* Scope.provide(listen({}, slowStore(asked, goOn)), scope)
      const answer = yield* Effect.forkChild(
        Effect.callback<{ status?: number | undefined; connection?: string | undefined }>((resume) => {
          request(`${url}${entity}`, (response) => {
            response.resume()
            resume(Effect.succeed({ status: response.statusCode, connection: response.headers.connection }))
          }).end()
        })
      )
      yield* Deferred.await(asked)
      const stopping = yield* Effect.forkChild(Scope.close(scope, Exit.void))
      yield* Effect.sleep("50 millis")
      yield* Deferred.succeed(goOn, undefined)
      assert.deepStrictEqual(yield* Fiber.join(answer), { status: 200, connection: "close" })
      yield* Fiber.join(stopping)
    }))

  it.live("interrupts a request that does not end", () =>
    Effect.gen(function*() {
      const asked = yield* Deferred.make<void>()
      const interrupted = yield* Deferred.make<void>()
      const hanging = Layer.effect(
        Store,
        Effect.map(Store, (store) =>
          Store.of({
            ...store,
            findOperation: () =>
              Deferred.succeed(asked, undefined).pipe(
                Effect.andThen(Effect.never),
                Effect.onInterrupt(() => Deferred.succeed(interrupted, undefined))
              )
          }))
      ).pipe(Layer.provide(layerMemory(seed)))
      const scope = yield* Scope.make()
      const url = yield* Scope.provide(listen({}, hanging), scope)
      void fetch(`${url}${entity}`).catch(() => undefined)
      yield* Deferred.await(asked)
      yield* Scope.close(scope, Exit.void)
      assert.isTrue(yield* Deferred.isDone(interrupted))
    }), 20_000)
})

const now = (server: { readonly send: Effect.Success<ReturnType<typeof frozenServer>>["send"] }) =>
  Effect.map(server.send("GET", "/_emulator/clock"), ({ body }) => Date.parse(body.now))

describe("a turn of the clock", () => {
  const hangingCall = Effect.fnUntraced(function*(scope: Scope.Scope) {
    const bot = yield* startBot(() => undefined)
    const server = yield* Scope.provide(frozenServer(), scope)
    const { body: { now } } = yield* server.send("GET", "/_emulator/clock")
    yield* server.post("/v1.0/communications/calls", { callbackUri: bot.callbackUri, targets })
    return { ...server, before: Date.parse(now) }
  })
  it.live("is called off by DELETE, and stands where it has got to", () =>
    Effect.gen(function*() {
      const server = yield* hangingCall(yield* Effect.scope)
      const turn = yield* Effect.forkChild(server.advance("P365D"))
      yield* Effect.sleep("100 millis")
      assert.strictEqual((yield* server.send("DELETE", "/_emulator/clock/advance")).status, 204)
      const { body, status } = yield* Fiber.join(turn)
      assert.deepStrictEqual([status, body.error.code], [409, "advanceCancelled"])
      assert.strictEqual(yield* now(server), server.before)
      assert.strictEqual((yield* server.send("DELETE", "/_emulator/clock/advance")).status, 204)
    }))

  it.live("is called off by a reset", () =>
    Effect.gen(function*() {
      const server = yield* hangingCall(yield* Effect.scope)
      const turn = yield* Effect.forkChild(server.advance("P365D"))
      yield* Effect.sleep("100 millis")
      assert.strictEqual((yield* server.post("/_emulator/reset", {})).status, 204)
      assert.strictEqual((yield* Fiber.join(turn)).body.error.code, "advanceCancelled")
      assert.strictEqual(yield* now(server), server.before)
    }))

  it.live("is called off when its client leaves", () =>
    Effect.gen(function*() {
      const server = yield* hangingCall(yield* Effect.scope)
      const abort = new AbortController()
      const left = fetch(`${server.url}/_emulator/clock`, {
        method: "POST",
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify({ advance: "P365D" }),
        signal: abort.signal
      }).catch(() => undefined)
      yield* Effect.sleep("100 millis")
      abort.abort()
      yield* Effect.promise(() => left)
      yield* Effect.sleep("100 millis")
      const { body: { error }, status } = yield* server.send("GET", "/_emulator/clock/advance")
      assert.deepStrictEqual([status, error.code], [409, "advanceCancelled"])
      const { body } = yield* server.post("/_emulator/clock", { mode: "real" })
      assert.strictEqual(body.mode, "real")
    }))

  it.live("is called off when the server stops", () =>
    Effect.gen(function*() {
      const scope = yield* Scope.make()
      const server = yield* hangingCall(scope)
      const turn = yield* Effect.forkChild(server.advance("P365D"))
      yield* Effect.sleep("100 millis")
      assert.isBelow(yield* closing(scope), 5_000)
      assert.strictEqual((yield* Fiber.join(turn)).body.error.code, "advanceCancelled")
    }))

  it.live("is called off when it is asked for while the server stops", () =>
    Effect.gen(function*() {
      const scope = yield* Scope.make()
      const server = yield* hangingCall(scope)
      const body = JSON.stringify({ advance: "P365D" })
      const headers = { "Content-Type": "application/json", "Content-Length": body.length }
      const late = request(`${server.url}/_emulator/clock`, { method: "POST", headers })
      const status = yield* Effect.forkChild(
        Effect.callback<number | undefined>((resume) => {
          late.on("response", (response) => {
            response.resume()
            resume(Effect.succeed(response.statusCode))
          })
        })
      )
      yield* Effect.sleep("50 millis")
      late.write(body.slice(0, 5))
      yield* Effect.sleep("50 millis")
      const closed = yield* Effect.forkChild(closing(scope))
      yield* Effect.sleep("300 millis")
      late.end(body.slice(5))
      assert.strictEqual(yield* Fiber.join(status), 409)
      assert.isBelow(yield* Fiber.join(closed), 5_000)
    }))
})
