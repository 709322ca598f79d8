import { assert, describe, it } from "@effect/vitest"
import { RecordOperations } from "@recordop/core"
import { Calls, defaultRecordResponse } from "@recordop/core/calls"
import { defaultEmulatorSettings, layerEmulator } from "@recordop/emulator/engine/Emulator"
import { layerMemory } from "@recordop/emulator/memory/layer"
import { Callers } from "@recordop/emulator/ports/Callers"
import { EmulatorClock } from "@recordop/emulator/ports/EmulatorClock"
import { Notifications } from "@recordop/emulator/ports/Notifications"
import { NotificationSender } from "@recordop/emulator/ports/NotificationSender"
import { emptySeed } from "@recordop/emulator/protocol/Seed"
import { Effect, Layer } from "effect"

const layerBot = Layer.succeed(NotificationSender, { send: () => Effect.succeed({ status: 200 }) })

const bounded = (settings: Partial<typeof defaultEmulatorSettings>) =>
  layerEmulator({ ...defaultEmulatorSettings, clock: { mode: "frozen" }, ...settings }).pipe(
    Layer.provide(layerBot),
    Layer.provide(layerMemory(emptySeed))
  )

/** So many calls, each recorded and ended. */
const ended = (count: number) =>
  Effect.gen(function*() {
    const calls = yield* Calls
    const clock = yield* EmulatorClock
    return yield* Effect.forEach(Array.from({ length: count }), () =>
      Effect.gen(function*() {
        const { id } = yield* calls.create({ callbackUri: "http://localhost/callback" })
        yield* clock.advance("1 second")
        yield* calls.recordResponse(id, defaultRecordResponse)
        yield* clock.advance("10 seconds")
        yield* calls.end(id)
        yield* clock.advance(0)
        return id
      }))
  })

describe("what is over", () => {
  it.effect("is forgotten when there are more ended calls than are kept, the oldest first, with all that is theirs", () =>
    Effect.gen(function*() {
      const operations = yield* RecordOperations
      const notifications = yield* Notifications
      const ids = yield* ended(5)
      const kept = yield* Effect.forEach(ids, (id) => Effect.isSuccess(operations.list(id)))
      assert.deepStrictEqual(kept, [false, false, false, true, true])
      assert.deepStrictEqual(
        new Set((yield* notifications.list()).map(({ callId }) => callId)),
        new Set(ids.slice(3))
      )
    }).pipe(Effect.provide(bounded({ maxEndedCalls: 2 }))))

  it.effect("is forgotten when ended calls take more bytes than are kept", () =>
    Effect.gen(function*() {
      const calls = yield* Calls
      const operations = yield* RecordOperations
      const subject = "x".repeat(1_000_000)
      const ids = yield* Effect.forEach(Array.from({ length: 70 }), () =>
        Effect.gen(function*() {
          const { id } = yield* calls.create({ callbackUri: "http://localhost/callback", subject })
          yield* calls.end(id)
          return id
        }))
      const kept = yield* Effect.forEach(ids, (id) => Effect.isSuccess(operations.list(id)))
      assert.deepStrictEqual(kept, ids.map((_, index) => index >= 70 - 67))
      // What is made in a call that has ended counts, too.
      const last = ids.at(-1)
      assert.isDefined(last)
      yield* Effect.repeat(operations.create(last, { clientContext: subject }), { times: 70 })
      yield* calls.create({ callbackUri: "http://localhost/callback" })
      assert.isFalse(yield* Effect.isSuccess(operations.list(last)))
    }).pipe(Effect.provide(bounded({}))))

  it.effect("is forgotten after its time", () =>
    Effect.gen(function*() {
      const operations = yield* RecordOperations
      const clock = yield* EmulatorClock
      const [old] = yield* ended(1)
      yield* clock.advance("59 minutes")
      const [young] = yield* ended(1)
      assert.isDefined(old)
      assert.isDefined(young)
      yield* operations.count(old)
      yield* clock.advance("2 minutes")
      yield* ended(1)
      assert.strictEqual((yield* Effect.flip(operations.count(old)))._tag, "CallNotFound")
      yield* operations.count(young)
    }).pipe(Effect.provide(bounded({ endedCallRetention: 3_600_000 }))))

  it.effect("of notifications is forgotten by number and by bytes, but none that is yet to be sent", () =>
    Effect.gen(function*() {
      const notifications = yield* Notifications
      yield* ended(3)
      assert.strictEqual((yield* notifications.list()).length, 5)
    }).pipe(
      Effect.provide(bounded({ maxNotifications: 5 })),
      Effect.andThen(
        Effect.gen(function*() {
          const notifications = yield* Notifications
          yield* ended(3)
          const bytes = JSON.stringify((yield* notifications.list()).map(({ body }) => body)).length
          assert.isAbove(bytes, 500)
          assert.isBelow(bytes, 3_000)
        }).pipe(Effect.provide(bounded({ maxNotificationBytes: 2_500 })))
      )
    ))

  it.effect("of steps by hand that wait are no more than a hundred", () =>
    Effect.gen(function*() {
      const calls = yield* Calls
      const callers = yield* Callers
      const clock = yield* EmulatorClock
      const { id } = yield* calls.create({ callbackUri: "http://localhost/callback" })
      yield* clock.advance("1 second")
      yield* calls.recordResponse(id, defaultRecordResponse)
      const speak = callers.act(id, { _tag: "Speak", milliseconds: 10 })
      yield* Effect.forEach(Array.from({ length: 100 }), () => speak)
      assert.strictEqual((yield* Effect.flip(speak))._tag, "NothingToActOn")
    }).pipe(Effect.provide(bounded({}))))
})
