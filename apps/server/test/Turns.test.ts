import { assert, describe, it } from "@effect/vitest"
import { ClockBusy, EmulatorClock } from "@recordop/emulator/ports/EmulatorClock"
import type { ClockReading } from "@recordop/emulator/protocol/clock"
import * as Turns from "@recordop/server/emulator/Turns"
import { Duration, Effect, Exit, Fiber, Layer, Option, Semaphore } from "effect"
import { TestClock } from "effect/testing"

const after = (now: number): ClockReading => ({ now, mode: "frozen", scale: 1 })

/** A clock whose turns take as long as they are; whoever wants another one meanwhile is refused after five seconds. */
const layerClock = Layer.sync(EmulatorClock, () => {
  let isTurning = false
  return EmulatorClock.of({
    get: Effect.succeed(after(0)),
    next: Effect.undefined,
    set: () => Effect.succeed(after(0)),
    cancelAdvance: Effect.void,
    advance: (duration) =>
      Effect.suspend(() => {
        if (isTurning) return Effect.delay(new ClockBusy({}), "5 seconds")
        isTurning = true
        return Effect.delay(Effect.succeed(after(Duration.toMillis(duration))), duration)
      })
  })
})

/** A clock whose turns wait for the one before. */
const layerOneBehind = Layer.effect(
  EmulatorClock,
  Effect.map(Semaphore.make(1), (one) =>
    EmulatorClock.of({
      get: Effect.succeed(after(0)),
      next: Effect.undefined,
      set: () => Effect.succeed(after(0)),
      cancelAdvance: Effect.void,
      advance: (duration) =>
        Semaphore.withPermits(one, 1)(
          Effect.delay(Effect.succeed(after(Duration.toMillis(duration))), duration)
        )
    }))
)

const stays = new AbortController().signal

describe("a turn of the clock", () => {
  it.effect("is the one that is waited for, also when another one was refused meanwhile", () =>
    Effect.gen(function*() {
      const turns = yield* Turns.Turns
      const long = yield* Effect.forkChild(turns.start(Duration.seconds(40), undefined, stays))
      yield* TestClock.adjust("1 second")
      const refused = yield* Effect.forkChild(Effect.flip(turns.start(Duration.seconds(1), undefined, stays)))
      yield* TestClock.adjust("14 seconds")
      assert.strictEqual((yield* Fiber.join(refused))._tag, "ClockBusy")
      assert.deepStrictEqual(yield* Fiber.join(long), Option.none())
      const waiting = yield* Effect.forkChild(turns.wait(stays))
      yield* TestClock.adjust("15 seconds")
      assert.deepStrictEqual(yield* Fiber.join(waiting), Option.none())
      const last = yield* Effect.forkChild(turns.wait(stays))
      yield* TestClock.adjust("10 seconds")
      assert.deepStrictEqual(yield* Fiber.join(last), Option.some(after(40_000)))
    }).pipe(Effect.provide(Layer.provide(Turns.layer, layerClock))))

  it.effect("is waited for and called off also when it began behind another one", () =>
    Effect.gen(function*() {
      const turns = yield* Turns.Turns
      const first = yield* Effect.forkChild(turns.start(Duration.seconds(4), undefined, stays))
      const second = yield* Effect.forkChild(Effect.exit(turns.start(Duration.days(300), undefined, stays)))
      yield* TestClock.adjust("5 seconds")
      assert.deepStrictEqual(yield* Fiber.join(first), Option.some(after(4_000)))
      assert.isTrue(yield* turns.isGoingOn)
      const waiting = yield* Effect.forkChild(turns.wait(stays))
      yield* TestClock.adjust("1 second")
      assert.isUndefined(waiting.pollUnsafe())
      yield* turns.cancelOwn
      assert.isFalse(yield* turns.isGoingOn)
      const cancelled = yield* Fiber.join(second)
      assert.strictEqual(Option.getOrUndefined(Exit.findErrorOption(cancelled))?._tag, "AdvanceCancelled")
    }).pipe(Effect.provide(Layer.provide(Turns.layer, layerOneBehind))))
})
