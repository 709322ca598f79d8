import { assert, describe, it } from "@effect/vitest"
import { RecordOperations } from "@recordop/core"
import { Calls, defaultRecordResponse } from "@recordop/core/calls"
import { defaultEmulatorSettings, layerEmulator } from "@recordop/emulator/engine/Emulator"
import { makeVirtualClock } from "@recordop/emulator/engine/virtualClock"
import { layerMemory } from "@recordop/emulator/memory/layer"
import { EmulatorClock } from "@recordop/emulator/ports/EmulatorClock"
import { NotificationSender } from "@recordop/emulator/ports/NotificationSender"
import { emptySeed } from "@recordop/emulator/protocol/Seed"
import { Store } from "@recordop/emulator/Store"
import { Clock, Deferred, Effect, Fiber, Layer } from "effect"

const layerBot = Layer.succeed(NotificationSender, { send: () => Effect.succeed({ status: 200 }) })

/** A clock whose two times are set by hand, in milliseconds. */
const byHand = Effect.map(Clock.clockWith(Effect.succeed), (clock) => {
  const times = { system: 10_000_000, steady: 5_000 }
  const set: Clock.Clock = Object.assign(Object.create(clock), {
    currentTimeMillisUnsafe: () => times.system,
    currentTimeMillis: Effect.sync(() => times.system),
    monotonicTimeNanosUnsafe: () => BigInt(times.steady) * 1_000_000n,
    monotonicTimeNanos: Effect.sync(() => BigInt(times.steady) * 1_000_000n)
  })
  const pass = (milliseconds: number) => {
    times.system += milliseconds
    times.steady += milliseconds
  }
  return { times, set, pass }
})

describe("a clock that runs", () => {
  it.effect("goes on when the system's time goes back by an hour", () =>
    Effect.gen(function*() {
      const { pass, set, times } = yield* byHand
      yield* Effect.gen(function*() {
        const clock = yield* makeVirtualClock(10_000_000, { mode: "real" })
        pass(1_000)
        const due = (yield* clock.now) + 5_000
        times.system -= 3_600_000
        assert.strictEqual(yield* clock.until(due), 5_000)
        pass(2_000)
        assert.strictEqual(yield* clock.until(due), 3_000)
        pass(3_000)
        assert.strictEqual(yield* clock.now, due)
      }).pipe(Effect.provideService(Clock.Clock, set))
    }))

  it.effect("follows when the system's time jumps forward, as after a sleep, and never goes back", () =>
    Effect.gen(function*() {
      const { set, times } = yield* byHand
      yield* Effect.gen(function*() {
        const clock = yield* makeVirtualClock(10_000_000, { mode: "scaled", scale: 2 })
        times.system += 60_000
        assert.strictEqual(yield* clock.now, 10_120_000)
        times.system -= 60_000
        assert.strictEqual(yield* clock.now, 10_120_000)
      }).pipe(Effect.provideService(Clock.Clock, set))
    }))
})

describe("a turn of the clock", () => {
  const frozen = layerEmulator({ ...defaultEmulatorSettings, clock: { mode: "frozen" } }).pipe(
    Layer.provide(layerBot),
    Layer.provideMerge(layerMemory(emptySeed))
  )

  it.effect.each(["-1 millis", "366 days", "Infinity"] as const)(
    "of %s is refused, and changes nothing",
    (duration) =>
      Effect.gen(function*() {
        const clock = yield* EmulatorClock
        const store = yield* Store
        const before = [yield* clock.get, yield* store.clock]
        const error = yield* Effect.flip(clock.advance(duration))
        assert.strictEqual(error._tag, "InvalidAdvance")
        assert.deepStrictEqual([yield* clock.get, yield* store.clock], before)
      }).pipe(Effect.provide(frozen))
  )

  it.effect("keeps where it has got to, and not where it was to go", () =>
    Effect.gen(function*() {
      const reached = yield* Deferred.make<void>()
      const hangs = Layer.succeed(NotificationSender, {
        send: ({ sequence }) =>
          sequence < 2
            ? Effect.succeed({ status: 200 })
            : Effect.andThen(Deferred.succeed(reached, undefined), Effect.never)
      })
      yield* Effect.gen(function*() {
        const calls = yield* Calls
        const clock = yield* EmulatorClock
        const store = yield* Store
        const { now } = yield* clock.get
        yield* calls.create({ callbackUri: "http://localhost/callback" })
        const turn = yield* Effect.forkChild(Effect.flip(clock.advance("365 days")))
        yield* Deferred.await(reached)
        assert.strictEqual((yield* store.clock)?.at, now + 1_000)
        yield* clock.cancelAdvance
        assert.strictEqual((yield* Fiber.join(turn))._tag, "AdvanceCancelled")
        assert.strictEqual((yield* clock.get).now, now + 1_000)
        yield* clock.set({ mode: "real" })
      }).pipe(
        Effect.provide(
          layerEmulator({ ...defaultEmulatorSettings, clock: { mode: "frozen" } }).pipe(
            Layer.provide(hangs),
            Layer.provideMerge(layerMemory(emptySeed))
          )
        )
      )
    }))
})

describe("whoever is interrupted between a change and its answer", () => {
  it.live("leaves the clock knowing of the change", () => {
    const slow = Layer.effect(
      Store,
      Effect.map(Store, (store) =>
        Store.of({
          ...store,
          transact: (need, decide) => Effect.tap(store.transact(need, decide), () => Effect.sleep("50 millis"))
        }))
    ).pipe(Layer.provide(layerMemory(emptySeed)))
    return Effect.gen(function*() {
      const calls = yield* Calls
      const operations = yield* RecordOperations
      const { id } = yield* calls.create({ callbackUri: "http://localhost/callback" })
      yield* Effect.sleep("1200 millis")
      const asking = yield* Effect.forkChild(calls.recordResponse(id, {
        ...defaultRecordResponse,
        playBeep: false,
        maxRecordDurationInSeconds: 1
      }))
      yield* Effect.sleep("20 millis")
      yield* Fiber.interrupt(asking)
      yield* Effect.sleep("1300 millis")
      const { items: [recording] } = yield* operations.list(id)
      assert.strictEqual(recording?.operation.status, "Completed")
    }).pipe(
      Effect.provide(layerEmulator(defaultEmulatorSettings).pipe(Layer.provide(layerBot), Layer.provide(slow)))
    )
  })
})
