import { assert, describe } from "@effect/vitest"
import { Calls } from "@recordop/core/calls"
import { EmulatorClock } from "@recordop/emulator/ports/EmulatorClock"
import { Notifications } from "@recordop/emulator/ports/Notifications"
import { Reset } from "@recordop/emulator/ports/Reset"
import { Effect } from "effect"
import { callbackUri, callee, type CallsSuite, establishedCall, failsWith, prompt, sentTo } from "./suite.ts"

/** The clock, and notifications sent again. */
export const clock: CallsSuite = (test) => {
  describe("the clock", () => {
    test(
      "stands while it is frozen, and goes as far as it is turned",
      Effect.gen(function*() {
        const clock = yield* EmulatorClock
        const before = yield* clock.get
        assert.deepInclude(before, { mode: "frozen", scale: 1 })
        assert.deepStrictEqual(yield* clock.advance(90_500), { ...before, now: before.now + 90_500 })
        assert.deepStrictEqual(yield* clock.get, { ...before, now: before.now + 90_500 })
      })
    )

    test(
      "can be put to any instant, after and before, and goes on from there",
      Effect.gen(function*() {
        const { clock, id } = yield* establishedCall()
        const calls = yield* Calls
        const { now: start } = yield* clock.get
        for (const now of [start + 600_000, start - 86_400_000]) {
          assert.deepStrictEqual(yield* clock.set({ mode: "frozen", now }), { mode: "frozen", scale: 1, now })
          assert.strictEqual((yield* clock.advance(1_000)).now, now + 1_000)
        }
        assert.strictEqual((yield* calls.get(id)).state, "established")
        yield* clock.set({ mode: "frozen", now: Date.UTC(2036, 1, 29) })
        yield* clock.advance(0)
        yield* failsWith(calls.get(id), "CallNotFound")
      })
    )

    test(
      "is where it began after a reset, and nothing of what was is left",
      Effect.gen(function*() {
        const clock = yield* EmulatorClock
        const reset = yield* Reset
        const before = yield* clock.get
        const { id } = yield* establishedCall()
        yield* clock.advance("1 hour")
        yield* clock.set({ mode: "scaled", scale: 10 })
        yield* reset.everything
        assert.deepStrictEqual(yield* clock.get, before)
        const calls = yield* Calls
        yield* failsWith(calls.get(id), "CallNotFound")
        const notifications = yield* Notifications
        assert.deepStrictEqual(yield* notifications.list(), [])
        yield* establishedCall()
      })
    )

    test(
      "lets nothing happen in calls while it stands",
      Effect.gen(function*() {
        const { clock, operation, record } = yield* establishedCall("fail prompt")
        const id = yield* record({ prompts: [prompt] })
        for (let look = 0; look < 20; look++) assert.strictEqual((yield* operation(id)).status, "Running")
        yield* clock.advance(0)
        assert.strictEqual((yield* operation(id)).completionReason, "playPromptFailed")
      })
    )

    test(
      "can be turned only while it is frozen",
      Effect.gen(function*() {
        const clock = yield* EmulatorClock
        assert.deepInclude(yield* clock.set({ mode: "scaled", scale: 2 }), { mode: "scaled", scale: 2 })
        yield* failsWith(clock.advance(1_000), "ClockNotFrozen")
        assert.deepInclude(yield* clock.set({ mode: "real" }), { mode: "real", scale: 1 })
        yield* failsWith(clock.advance(1_000), "ClockNotFrozen")
        yield* clock.set({ mode: "frozen" })
        yield* clock.advance(1_000)
      })
    )

    test(
      "does in one turn what it does in many",
      Effect.gen(function*() {
        const one = yield* establishedCall("speak 1s; silence 1s; speak 2s")
        const other = yield* establishedCall("speak 1s; silence 1s; speak 2s")
        const long = yield* one.record({ maxSilenceTimeoutInSeconds: 3, maxRecordDurationInSeconds: 60 })
        yield* one.clock.advance(60_000)
        const short = yield* other.record({ maxSilenceTimeoutInSeconds: 3, maxRecordDurationInSeconds: 60 })
        for (let turn = 0; turn < 60; turn++) yield* other.clock.advance(1_000)
        const { recordingAccessToken: _, recordingLocation: __, id: ___, ...left } = yield* one.operation(long)
        assert.deepInclude(yield* other.operation(short), left)
      })
    )
  })

  describe("notifications", () => {
    test(
      "are of their call, in order, and can be sent again",
      Effect.gen(function*() {
        const calls = yield* Calls
        const clock = yield* EmulatorClock
        const notifications = yield* Notifications
        const [one, other] = yield* Effect.all([
          calls.create({ callbackUri, targets: [callee] }),
          calls.create({ callbackUri, targets: [callee] })
        ])
        yield* clock.advance(1_000)
        assert.strictEqual((yield* notifications.list()).length, 8)
        assert.deepStrictEqual(yield* sentTo(one.id), [
          "updated call establishing",
          "updated call established",
          "updated call established",
          "updated participants 2"
        ])
        const [first] = yield* notifications.list(other.id)
        assert.isDefined(first)
        const tries = first.attempts.length
        yield* notifications.redeliver(first.id)
        yield* clock.advance(0)
        const [again] = yield* notifications.list(other.id)
        assert.isAbove(again?.attempts.length ?? 0, tries)
        yield* failsWith(notifications.redeliver("none"), "NotificationNotFound")
      })
    )

    test(
      "have both names of the resource, and the ids as Graph spells them",
      Effect.gen(function*() {
        const { clock, id, record } = yield* establishedCall()
        const operationId = yield* record()
        yield* clock.advance(60_000)
        const notifications = yield* Notifications
        const [establishing, , , , ended] = (yield* notifications.list(id)).map(({ body }) => body.value[0])
        assert.deepInclude(establishing, {
          resource: `/app/calls/${id}`,
          resourceUrl: `/communications/calls/${id}`
        })
        assert.strictEqual(ended?.resourceUrl, `/communications/calls/${id}/operations/${operationId}`)
        assert.deepInclude(ended?.resourceData, {
          "@odata.type": "#microsoft.graph.recordOperation",
          id: operationId,
          status: "completed"
        })
      })
    )
  })
}
