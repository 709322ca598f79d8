import { assert, describe, it } from "@effect/vitest"
import { Unavailable } from "@recordop/core"
import { Calls } from "@recordop/core/calls"
import { defaultEmulatorSettings, layerEmulator } from "@recordop/emulator/engine/Emulator"
import { layerMemory } from "@recordop/emulator/memory/layer"
import { EmulatorClock } from "@recordop/emulator/ports/EmulatorClock"
import { NotificationSender } from "@recordop/emulator/ports/NotificationSender"
import { emptySeed } from "@recordop/emulator/protocol/Seed"
import { Store } from "@recordop/emulator/Store"
import { Effect, Fiber, Layer, Logger } from "effect"
import { TestClock } from "effect/testing"

/** A store that keeps no result of a try while `state.isBroken`, and a bot that counts what it gets. */
const breaking = (state: { isBroken: boolean; sent: number }) => {
  const broken = Effect.fail(new Unavailable({ message: "The disk is full." }))
  const layerStore = Layer.effect(
    Store,
    Effect.map(Store, (store) =>
      Store.of({
        ...store,
        transact: (need, decide) =>
          Effect.suspend(() => state.isBroken && need._tag === "Notification" ? broken : store.transact(need, decide))
      }))
  ).pipe(Layer.provide(layerMemory(emptySeed)))
  const layerBot = Layer.succeed(NotificationSender, {
    send: () =>
      Effect.sync(() => {
        state.sent++
        return { status: 200 }
      })
  })
  return (clock: "real" | "frozen") =>
    layerEmulator({ ...defaultEmulatorSettings, clock: { mode: clock } }).pipe(
      Layer.provide(layerBot),
      Layer.provide(layerStore),
      Layer.provideMerge(Logger.layer([]))
    )
}

describe("a bot that does not answer while the clock is turned", () => {
  it.effect("makes whoever else turns the clock give up after five seconds", () => {
    const layerBot = Layer.succeed(NotificationSender, { send: () => Effect.never })
    const layer = layerEmulator({ ...defaultEmulatorSettings, clock: { mode: "frozen" } }).pipe(
      Layer.provide(Layer.merge(layerMemory(emptySeed), layerBot))
    )
    return Effect.gen(function*() {
      const calls = yield* Calls
      const clock = yield* EmulatorClock
      yield* calls.create({ callbackUri: "http://localhost/callback" })
      yield* Effect.forkChild(clock.advance(1_000))
      yield* Effect.yieldNow
      const others = yield* Effect.forEach(
        [clock.advance(1_000), clock.set({ mode: "real" })],
        (effect) => Effect.forkChild(Effect.flip(effect))
      )
      yield* TestClock.adjust("5 seconds")
      const errors = yield* Effect.forEach(others, Fiber.join)
      assert.deepStrictEqual(errors.map(({ _tag }) => _tag), ["ClockBusy", "ClockBusy"])
    }).pipe(Effect.provide(layer))
  })
})

describe("a store that fails while bots are told", () => {
  it.effect("makes the simulation wait, and not ask the bot again and again", () => {
    const state = { isBroken: true, sent: 0 }
    return Effect.gen(function*() {
      const calls = yield* Calls
      yield* calls.create({ callbackUri: "http://localhost/callback" })
      yield* TestClock.adjust("5 seconds")
      assert.isAtMost(state.sent, 6)
      state.isBroken = false
      yield* TestClock.adjust("2 seconds")
      const sent = state.sent
      yield* TestClock.adjust("1 minute")
      assert.strictEqual(state.sent, sent)
    }).pipe(Effect.provide(breaking(state)("real")))
  })

  it.effect("makes a turn of the clock fail", () => {
    const state = { isBroken: false, sent: 0 }
    return Effect.gen(function*() {
      const calls = yield* Calls
      const clock = yield* EmulatorClock
      yield* calls.create({ callbackUri: "http://localhost/callback" })
      yield* clock.advance(0)
      state.isBroken = true
      const failing = yield* Effect.forkChild(Effect.flip(clock.advance(1_000)))
      yield* TestClock.adjust("1 second")
      assert.strictEqual((yield* Fiber.join(failing)).message, "The disk is full.")
    }).pipe(Effect.provide(breaking(state)("frozen")))
  })
})
