import { PgClient } from "@effect/sql-pg"
import { assert, describe, it } from "@effect/vitest"
import { RecordOperations } from "@recordop/core"
import { Calls } from "@recordop/core/calls"
import { defaultEmulatorSettings, layerEmulator } from "@recordop/emulator/engine/Emulator"
import type { Notification } from "@recordop/emulator/model/Notification"
import { EmulatorClock } from "@recordop/emulator/ports/EmulatorClock"
import { Events } from "@recordop/emulator/ports/Events"
import { NotificationSender } from "@recordop/emulator/ports/NotificationSender"
import { Store } from "@recordop/emulator/Store"
import { layerPostgres } from "@recordop/storage/Postgres"
import { callbackUri, callee } from "@recordop/testing/calls/suite"
import { callId, operationId, seed } from "@recordop/testing/Fixtures"
import { Context, Effect, Fiber, Layer, Redacted, Result, Stream } from "effect"
import { SqlClient } from "effect/sql"
import { database, server } from "./database.ts"

const key = { callId, operationId }

/** A server on a database; its bot takes 20 ms for each notification. */
const serverOn = Effect.fnUntraced(function*(url: string, sent: Array<Notification> = []) {
  const layerBot = Layer.succeed(NotificationSender, {
    send: (notification) =>
      Effect.sleep("20 millis").pipe(
        Effect.andThen(Effect.sync(() => void sent.push(notification))),
        Effect.as({ status: 202 })
      )
  })
  const services = yield* Layer.build(
    layerEmulator({ ...defaultEmulatorSettings, clock: { mode: "frozen" } }).pipe(
      Layer.provide(layerBot),
      Layer.provideMerge(layerPostgres(url, seed))
    )
  )
  return {
    store: Context.get(services, Store),
    calls: Context.get(services, Calls),
    clock: Context.get(services, EmulatorClock),
    events: Context.get(services, Events),
    operations: Context.get(services, RecordOperations)
  }
})

const two = Effect.gen(function*() {
  const url = yield* Effect.promise(database)
  const sent: Array<Notification> = []
  return { url, sent, one: yield* serverOn(url, sent), other: yield* serverOn(url, sent) }
})

const key1 = { kty: "RSA", n: "1" }
const key2 = { kty: "RSA", n: "2" }

const keepFirst = (store: Store["Service"], jwk: typeof key1) =>
  store.transact(
    { _tag: "Key" },
    ({ key }) => Result.succeed(key === undefined ? { change: { key: jwk, events: [] }, answer: jwk } : { answer: key })
  )

/** Ends the connections of all servers on a database, as it does itself when it is restarted. */
const disconnectAll = (url: string) =>
  Effect.gen(function*() {
    const sql = yield* SqlClient.SqlClient
    const name = `recordop ${new URL(url).searchParams.get("schema")}`.slice(0, 63)
    const ended = yield* sql`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = ${name}`
    assert.isAbove(ended.length, 0)
  }).pipe(Effect.provide(PgClient.layer({ url: Redacted.make(server ?? ""), maxConnections: 1 })))

// Several servers need several connections, which PGlite has not.
if (server !== undefined) {
  describe("servers on one database", () => {
    it.live("share what is stored: an update by one is the other's", () =>
      Effect.gen(function*() {
        const { one, other } = yield* two
        yield* one.operations.update(key, { clientContext: "by one" })
        const { operation, version } = yield* other.operations.get(key)
        assert.deepStrictEqual([operation.clientContext, version], ["by one", 2])
      }))

    it.live("make all of the updates that reach them at the same time", () =>
      Effect.gen(function*() {
        const { one, other } = yield* two
        const update = (index: number) =>
          (index % 2 === 0 ? one : other).operations.update(key, { clientContext: String(index) })
        const versions = yield* Effect.forEach(Array.from({ length: 60 }, (_, index) => index), update, {
          concurrency: 20
        })
        assert.deepStrictEqual(
          versions.map(({ version }) => version).toSorted((a, b) => a - b),
          Array.from({ length: 60 }, (_, index) => index + 2)
        )
      }))

    it.live("show one clock, which either can turn", () =>
      Effect.gen(function*() {
        const { one, other } = yield* two
        const start = (yield* one.clock.get).now
        yield* other.clock.advance("90 seconds")
        assert.strictEqual((yield* one.clock.get).now, start + 90_000)
        yield* one.clock.advance("10 seconds")
        assert.strictEqual((yield* other.clock.get).now, start + 100_000)
      }))

    it.live("do not turn it at the same time", () =>
      Effect.gen(function*() {
        const { one, other } = yield* two
        const start = (yield* one.clock.get).now
        const turning = yield* Effect.scoped(Effect.gen(function*() {
          assert.isTrue(yield* one.store.holdClock)
          assert.isFalse(yield* Effect.scoped(other.store.holdClock))
          const turning = yield* Effect.forkDetach(other.clock.advance("1 second"))
          yield* Effect.sleep("200 millis")
          assert.isUndefined(turning.pollUnsafe())
          return turning
        }))
        assert.strictEqual((yield* Fiber.join(turning)).now, start + 1_000)
      }))

    it.live("send each notification once, in order, whoever sees it first", () =>
      Effect.gen(function*() {
        const { one, other, sent } = yield* two
        const { id } = yield* one.calls.create({ callbackUri, targets: [callee] })
        yield* Effect.all([one.clock.advance("2 seconds"), other.clock.advance("2 seconds")], { concurrency: 2 })
        const listed = yield* other.store.notifications(id, 0, 100)
        assert.isAbove(listed.length, 2)
        assert.deepStrictEqual(
          sent.map((notification) => notification.id),
          listed.map((notification) => notification.id)
        )
        assert.isTrue(listed.every(({ attempts, state }) => state === "delivered" && attempts.length === 1))
      }))

    it.live("publish the same events with the same ids, so that a reader can go on at the other one", () =>
      Effect.gen(function*() {
        const { one, other } = yield* two
        const subscription = yield* one.events.subscribe()
        const reader = yield* Effect.forkChild(Stream.runCollect(Stream.take(subscription.events, 4)))
        for (const clientContext of ["1", "2", "3", "4"]) yield* other.operations.update(key, { clientContext })
        const events = yield* Fiber.join(reader)
        const [first] = events
        const later = yield* other.events.subscribe(first?.id)
        const rest = yield* Stream.runCollect(Stream.take(later.events, 3))
        assert.deepStrictEqual(rest, events.slice(1))
        assert.lengthOf(new Set(events.map(({ id }) => id)), 4)
      }))

    it.live("sign with one key: that of whoever is first", () =>
      Effect.gen(function*() {
        const { one, other } = yield* two
        const kept = yield* Effect.all([keepFirst(one.store, key1), keepFirst(other.store, key2)], { concurrency: 2 })
        assert.deepStrictEqual(kept[0], kept[1])
        assert.deepStrictEqual(yield* other.store.key, kept[0])
      }))

    it.live("go on with the database when their connections were lost", () =>
      Effect.gen(function*() {
        const { one, url } = yield* two
        const subscription = yield* one.events.subscribe()
        yield* disconnectAll(url)
        const updated = one.operations.update(key, { clientContext: "after" })
        yield* Effect.retry(updated, { times: 50, while: ({ _tag }) => _tag === "Unavailable" })
        const [event] = yield* Stream.runCollect(Stream.take(subscription.events, 1))
        assert.strictEqual(event?.event._tag, "Operation")
      }))
  })
}

const failure = (url: string) =>
  Effect.scoped(Layer.build(layerPostgres(url, seed))).pipe(Effect.flip, Effect.map(({ message }) => message))

describe("a database that cannot be used", () => {
  it.live("is named without its password, and why", () =>
    Effect.gen(function*() {
      const message = yield* failure("postgres://me:secret@127.0.0.1:1/none")
      assert.match(message, /^Cannot use postgres:\/\/me:\*\*\*@127\.0\.0\.1:1\/none: .*ECONNREFUSED/u)
    }))

  it.live("says which parameter of its URL is wrong", () =>
    Effect.gen(function*() {
      assert.include(
        yield* failure("postgres://127.0.0.1/none?pool_size=0"),
        "pool_size: Expected an integer from 1 to 1000"
      )
    }))
})
