import { assert, describe, it } from "@effect/vitest"
import { defaultRecordResponse } from "@recordop/core/calls"
import type { Store } from "@recordop/emulator/Store"
import { withoutPassword } from "@recordop/storage"
import { layerPostgres } from "@recordop/storage/Postgres"
import { callbackUri, callee } from "@recordop/testing/calls/suite"
import { callId, operationId, seed } from "@recordop/testing/Fixtures"
import { Effect, Fiber, Layer, Result, Stream } from "effect"
import { SecureRandom } from "effect/crypto"
import { server } from "./database.ts"
import { disconnectAll, execute, serverOn, two, twoWith } from "./servers.ts"

const key = { callId, operationId }

const key1 = { kty: "RSA", n: "1" }
const key2 = { kty: "RSA", n: "2" }

/** Does something to the server of all databases. */
const atServer = (statement: string) => execute(`${server}?schema=public`, statement)

const keepFirst = (store: Store["Service"], jwk: typeof key1) =>
  store.transact(
    { _tag: "Key" },
    ({ key }) => Result.succeed(key === undefined ? { change: { key: jwk, events: [] }, answer: jwk } : { answer: key })
  )

const frozen = { mode: "frozen", scale: 1, since: 0 } as const

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

    it.live("see at once that the other one has frozen it, and let nothing happen any more", () =>
      Effect.gen(function*() {
        const { one, other } = yield* twoWith({ clock: { mode: "real" } })
        const { id } = yield* other.calls.create({ callbackUri, targets: [callee] })
        const { now } = yield* one.clock.set({ mode: "frozen" })
        assert.deepInclude(yield* other.clock.get, { mode: "frozen", now })
        yield* Effect.sleep("1500 millis")
        assert.strictEqual((yield* one.calls.get(id)).state, "establishing")
        assert.deepInclude(yield* other.clock.get, { mode: "frozen", now })
      }))

    it.live("keep what one has made of it, whatever the other one has seen of it before", () =>
      Effect.gen(function*() {
        const { one, other } = yield* twoWith({ clock: { mode: "scaled", scale: 60 } })
        const busy = yield* Effect.forkScoped(Effect.forever(Effect.andThen(
          other.calls.create({ callbackUri, targets: [callee] }),
          Effect.sleep("40 millis")
        )))
        yield* Effect.sleep("300 millis")
        yield* one.clock.set({ mode: "frozen" })
        yield* Effect.sleep("1500 millis")
        assert.strictEqual((yield* other.clock.get).mode, "frozen")
        yield* Fiber.interrupt(busy)
        yield* one.clock.advance("1 hour")
        yield* one.clock.set({ mode: "real" })
        yield* other.reset
        yield* Effect.sleep("1500 millis")
        for (const { clock } of [one, other]) {
          const { mode, now } = yield* clock.get
          assert.strictEqual(mode, "scaled")
          assert.isBelow(now, Date.now() + 1_800_000)
        }
      }))

    it.live("call off the other one's turn, also by a reset, and go on with the clock themselves", () =>
      Effect.gen(function*() {
        const { one, other } = yield* twoWith({ bot: Effect.sleep("30 seconds") })
        yield* one.calls.create({ callbackUri, targets: [callee] })
        for (const callOff of [other.clock.cancelAdvance, other.reset]) {
          const turning = yield* Effect.forkScoped(one.clock.advance("10 seconds"))
          yield* Effect.repeat(other.store.isClockHeld, { until: (isHeld) => isHeld })
          yield* callOff
          assert.strictEqual((yield* Effect.flip(Fiber.join(turning)))._tag, "AdvanceCancelled")
          assert.isFalse(yield* other.store.isClockHeld)
        }
        const { now } = yield* one.clock.get
        assert.strictEqual((yield* other.clock.advance("5 seconds")).now, now + 5_000)
      }))

    it.live("keep no clock that they have lost to the other one while they could do nothing", () =>
      Effect.gen(function*() {
        const { one, other, url } = yield* two
        const start = (yield* one.clock.get).now
        const turning = yield* Effect.forkScoped(Effect.scoped(Effect.gen(function*() {
          assert.isTrue(yield* one.store.holdClock)
          // As if it had been stopped for longer than it is believed.
          yield* execute(url, "UPDATE clock SET held_by = NULL")
          yield* other.clock.advance("10 hours")
          return yield* Effect.flip(one.store.transact(
            { _tag: "Nothing" },
            () => Result.succeed({ change: { clock: { ...frozen, at: start + 1 }, events: [] }, answer: undefined })
          ))
        })))
        assert.strictEqual((yield* Fiber.join(turning))._tag, "Unavailable")
        assert.strictEqual((yield* one.clock.get).now, start + 36_000_000)
      }))

    it.live("wait until nothing has changed, also by bots that ask the other one", () =>
      Effect.gen(function*() {
        const { one, other } = yield* two
        const { id } = yield* one.calls.create({ callbackUri, targets: [callee] })
        yield* one.clock.advance("2 seconds")
        const start = (yield* one.clock.get).now
        const record = other.calls.recordResponse(id, { ...defaultRecordResponse, maxRecordDurationInSeconds: 5 })
        yield* record
        const later = Effect.repeat(Effect.andThen(Effect.sleep("60 millis"), record), { times: 5 })
        yield* Effect.forkScoped(later)
        yield* one.clock.advance("1 minute", "200 millis")
        const told = yield* one.store.notifications(id, 0, 100)
        assert.isAbove(told.length, 6)
        assert.strictEqual((yield* one.clock.get).now, start + 60_000)
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

    it.live("refuse ids that follow from a seed: two would make the same", () =>
      Effect.gen(function*() {
        const { url } = yield* two
        const error = yield* Effect.flip(serverOn(url, { deterministic: "seed" }))
        assert.include(error.message, "would make the same ids")
      }))

    it.live("use a schema that somebody else has made for them, also when they may make none", () =>
      Effect.gen(function*() {
        const name = `test_${SecureRandom.uuidV4Unsafe().replaceAll("-", "")}`
        yield* Effect.acquireRelease(
          Effect.andThen(
            atServer(`CREATE ROLE ${name} LOGIN`),
            atServer(`CREATE SCHEMA ${name} AUTHORIZATION ${name}`)
          ),
          () => Effect.orDie(Effect.andThen(atServer(`DROP OWNED BY ${name}`), atServer(`DROP ROLE ${name}`)))
        )
        const url = new URL(server ?? "")
        url.username = name
        url.searchParams.set("schema", name)
        const { operations } = yield* serverOn(url.href)
        assert.strictEqual((yield* operations.get(key)).version, 1)
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

it("a password is shown to nobody", () => {
  assert.strictEqual(
    withoutPassword("postgres://me:s%40cret@db/x?password=secret&schema=s"),
    "postgres://me:***@db/x?password=***&schema=s"
  )
  assert.strictEqual(withoutPassword("postgres://me:p@ss@db/x"), "postgres://me:***@db/x")
  assert.strictEqual(withoutPassword("postgres://me:se/cr:et@db/x"), "postgres://me:***@db/x")
})

const failure = (url: string) =>
  Effect.scoped(Layer.build(layerPostgres(url, seed))).pipe(Effect.flip, Effect.map(({ message }) => message))

describe("a database that cannot be used", () => {
  it.live("is named without its password, and why", () =>
    Effect.gen(function*() {
      const message = yield* failure("postgres://me:secret@127.0.0.1:1/none")
      assert.match(message, /^Cannot use postgres:\/\/me:\*\*\*@127\.0\.0\.1:1\/none: .*ECONNREFUSED/u)
    }))

  it.live.each<readonly [string, string]>([
    ["pool_size=0", "pool_size: Expected an integer from 1 to 1000"],
    ["poolsize=3", "poolsize: Unexpected parameter; there are schema, pool_size, statement_timeout, host"],
    ["schema=a&schema=b", "schema: Expected once"],
    ["statement_timeout=1ms", "statement_timeout: Expected a duration from 100ms to 1h"]
  ])("says which parameter of its URL is wrong: %s", ([parameters, message]) =>
    Effect.gen(function*() {
      assert.include(yield* failure(`postgres://127.0.0.1/none?${parameters}`), message)
    }))
})
