import { assert, it } from "@effect/vitest"
import { CallId } from "@recordop/core"
import { type CallState, implicitCall } from "@recordop/emulator/model/CallState"
import type { MediaEvent } from "@recordop/emulator/model/media/MediaEvent"
import { keptMedia, Store } from "@recordop/emulator/Store"
import { Effect, Result } from "effect"
import { stores } from "./stores.ts"

const one = CallId.make("One")
const other = CallId.make("other")
const third = CallId.make("third")

const pressed = (at: number): MediaEvent => ({ type: "tonePressed", at, tone: "1" })

const established: MediaEvent = { type: "callState", at: 2, state: "established" }

const ended = (callId: CallId, at: number): CallState => ({
  ...implicitCall(callId),
  _tag: "Terminated",
  at,
  resultInfo: { code: 200, subcode: 0, message: "" }
})

/** Keeps what was seen and heard in a call, and how it stands. */
const keep = (callId: CallId, media: ReadonlyArray<MediaEvent>, state: CallState = implicitCall(callId)) =>
  Store.use((store) =>
    store.transact({ _tag: "Call", callId, queue: "first" }, () =>
      Result.succeed({
        change: {
          call: { callId, state, operations: [], recordings: [], told: [], decided: [], media },
          events: []
        },
        answer: undefined
      }))
  )

it.effect.each(stores)(
  "what could be seen and heard in a call is kept in %s as long as the call, the last thousand of it",
  ([, layer]) =>
    Effect.gen(function*() {
      const store = yield* Store
      assert.deepStrictEqual(yield* store.media(one), [])
      yield* keep(one, [pressed(1), established])
      assert.deepStrictEqual([yield* store.mediaBegan(one), yield* store.mediaBegan(other)], [1, undefined])
      yield* keep(other, [pressed(9)])
      yield* keep(one, [pressed(3)])
      assert.deepStrictEqual(yield* store.media(CallId.make("ONE")), [pressed(1), established, pressed(3)])
      const more = Array.from({ length: keptMedia }, (_, index) => pressed(10 + index))
      yield* keep(other, more)
      assert.deepStrictEqual(yield* store.media(other), more)
      assert.deepStrictEqual(yield* store.endedCalls(2), [])
      yield* keep(one, [], ended(one, 100))
      yield* keep(third, [], ended(third, 200))
      yield* keep(other, [], ended(other, 300))
      assert.deepStrictEqual((yield* store.endedCalls(2)).map(({ id }) => id), [other, third])
      const bounds = { endedCalls: 2, endedBefore: 0, notifications: 1_000, notificationBytes: 1_000_000 }
      // In SQL it is looked now and then.
      for (let change = 0; change < 1_000; change++) yield* store.prune(bounds)
      assert.deepStrictEqual((yield* store.endedCalls(9)).map(({ id }) => id), [other, third])
      assert.deepStrictEqual(yield* store.media(one), [])
      assert.lengthOf(yield* store.media(other), keptMedia)
    }).pipe(Effect.provide(layer)),
  60_000
)
