import { assert, describe, it } from "@effect/vitest"
import { RecordOperations } from "@recordop/core"
import { Calls, defaultRecordResponse } from "@recordop/core/calls"
import { defaultEmulatorSettings, type EmulatorSettings, layerEmulator } from "@recordop/emulator/engine/Emulator"
import { layerMemory } from "@recordop/emulator/memory/layer"
import type { Attempt } from "@recordop/emulator/model/Notification"
import { EmulatorClock } from "@recordop/emulator/ports/EmulatorClock"
import { NotificationSender } from "@recordop/emulator/ports/NotificationSender"
import { emptySeed } from "@recordop/emulator/protocol/Seed"
import { type Duration, Effect, Layer } from "effect"
import { TestClock } from "effect/testing"

type Answer = Omit<Attempt, "at">

/** A simulation whose clock runs with the test's, and a bot that gives these answers one after another, each after so long. */
const running = (
  settings: Partial<EmulatorSettings> = {},
  answers: Array<Answer> = [],
  answersAfter: Duration.Input = 0
) => {
  const layerBot = Layer.succeed(NotificationSender, {
    send: () => Effect.delay(Effect.sync(() => answers.shift() ?? { status: 200 }), answersAfter)
  })
  return layerEmulator({ ...defaultEmulatorSettings, ...settings }).pipe(
    Layer.provideMerge(Layer.merge(layerMemory(emptySeed), layerBot))
  )
}

/** A recording of five seconds after a beep, in a call that was established. */
const recording = (second: Duration.Input) =>
  Effect.gen(function*() {
    const calls = yield* Calls
    const operations = yield* RecordOperations
    const { id } = yield* calls.create({ callbackUri: "http://localhost/callback" })
    yield* TestClock.adjust(second)
    const { operation } = yield* calls.recordResponse(id, defaultRecordResponse)
    const status = Effect.map(
      operations.get({ callId: id, operationId: operation.id }),
      ({ operation }) => operation.status
    )
    return { status }
  })

describe("a clock that runs", () => {
  it.effect("makes happen what falls due", () =>
    Effect.gen(function*() {
      const { status } = yield* recording("1 second")
      yield* TestClock.adjust("5499 millis")
      assert.strictEqual(yield* status, "Running")
      yield* TestClock.adjust("1 millis")
      assert.strictEqual(yield* status, "Completed")
    }).pipe(Effect.provide(running())))

  it.effect("makes it happen sooner when it is scaled", () =>
    Effect.gen(function*() {
      const { status } = yield* recording("20 millis")
      yield* TestClock.adjust("90 millis")
      assert.strictEqual(yield* status, "Running")
      yield* TestClock.adjust("3 millis")
      assert.strictEqual(yield* status, "Completed")
    }).pipe(Effect.provide(running({ clock: { mode: "scaled", scale: 60 } }))))

  it.effect("stops and goes on", () =>
    Effect.gen(function*() {
      const clock = yield* EmulatorClock
      const { status } = yield* recording("1 second")
      yield* TestClock.adjust("3 seconds")
      yield* clock.set({ mode: "frozen" })
      yield* TestClock.adjust("1 hour")
      assert.strictEqual(yield* status, "Running")
      const { now } = yield* clock.set({ mode: "real" })
      assert.strictEqual(now, 4_000)
      yield* TestClock.adjust("2499 millis")
      assert.strictEqual(yield* status, "Running")
      yield* TestClock.adjust("1 millis")
      assert.strictEqual(yield* status, "Completed")
    }).pipe(Effect.provide(running())))

  it.effect("tries notifications again when they fall due", () => {
    const answers: Array<Answer> = [{ error: "connect ECONNREFUSED" }, { status: 500 }, { status: 200 }, {
      status: 200
    }]
    return Effect.gen(function*() {
      const calls = yield* Calls
      yield* calls.create({ callbackUri: "http://localhost/callback" })
      yield* TestClock.adjust("0 millis")
      assert.strictEqual(answers.length, 3)
      yield* TestClock.adjust("1 second")
      assert.strictEqual(answers.length, 2)
      yield* TestClock.adjust("1999 millis")
      assert.strictEqual(answers.length, 2)
      yield* TestClock.adjust("1 millis")
      assert.strictEqual(answers.length, 0)
    }).pipe(Effect.provide(running({}, answers)))
  })

  it.effect("waits for the pause between two tries from the end of the first", () => {
    const answers: Array<Answer> = [{ status: 500 }, { status: 500 }]
    return Effect.gen(function*() {
      const calls = yield* Calls
      yield* calls.create({ callbackUri: "http://localhost/callback" })
      yield* TestClock.adjust("3 seconds")
      assert.strictEqual(answers.length, 1)
      yield* TestClock.adjust("3999 millis")
      assert.strictEqual(answers.length, 1)
      yield* TestClock.adjust("1 millis")
      assert.strictEqual(answers.length, 0)
    }).pipe(Effect.provide(running({}, answers, "3 seconds")))
  })
})
