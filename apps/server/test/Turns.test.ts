import { assert, describe, it } from "@effect/vitest"
import { ClockBusy, EmulatorClock } from "@recordop/emulator/ports/EmulatorClock"
import type { ClockReading } from "@recordop/emulator/protocol/clock"
import * as Turns from "@recordop/server/emulator/Turns"
import { Duration, Effect, Fiber, Layer, Option } from "effect"
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
})
