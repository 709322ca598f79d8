import { assert, describe } from "@effect/vitest"
import { Calls } from "@recordop/core/calls"
import { EmulatorClock } from "@recordop/emulator/ports/EmulatorClock"
import { Events } from "@recordop/emulator/ports/Events"
import type { EmulatorEvent, NumberedEvent } from "@recordop/emulator/protocol/EmulatorEvent"
import { Effect, Stream } from "effect"
import { callId } from "../Fixtures.ts"
import { type CallsSuite, establishedCall, parameters, type TestError } from "./suite.ts"

const summary = (event: EmulatorEvent): string => {
  switch (event._tag) {
    case "Operation":
      return `${event.change.changeType} ${event.change.operation.status}`
    case "Call":
      return `call ${event.call.state}`
    case "Notification":
      return "notification"
    case "ScriptOver":
      return `script ${event.result}`
    case "Script":
      return `script ${event.step}`
    case "Reset":
      return "reset"
    case "Missed":
      return "missed"
    case "SetAside":
      return "setAside"
  }
}

/** The next so many events that are about no notification. */
const withoutNotifications = (stream: Stream.Stream<NumberedEvent, TestError>, count: number) =>
  stream.pipe(Stream.filter(({ event }) => event._tag !== "Notification"), Stream.take(count), Stream.runCollect)

/** The change feed. */
export const events: CallsSuite = (test) => {
  describe("events", () => {
    test(
      "tell of operations and calls in order, and go on behind any of them",
      Effect.gen(function*() {
        const feed = yield* Events
        const { events: stream } = yield* feed.subscribe()
        const { calls, clock, id, record } = yield* establishedCall()
        yield* record()
        yield* clock.advance(5_500)
        yield* calls.end(id)
        const expected = [
          "call establishing",
          "call established",
          "created Running",
          "updated Completed",
          "call terminated"
        ]
        const seen = yield* withoutNotifications(stream, 5)
        assert.deepStrictEqual(seen.map(({ event }) => summary(event)), expected)
        const { events: rest } = yield* feed.subscribe(seen[2]?.id)
        const again = yield* withoutNotifications(rest, 2)
        assert.deepStrictEqual(again, seen.slice(3))
      }).pipe(Effect.scoped)
    )

    test(
      "say nothing of a call that stays as it is",
      Effect.gen(function*() {
        const feed = yield* Events
        const calls = yield* Calls
        const clock = yield* EmulatorClock
        const { events: stream } = yield* feed.subscribe()
        yield* calls.recordResponse(callId, parameters())
        yield* clock.advance(5_500)
        const seen = yield* withoutNotifications(stream, 2)
        assert.deepStrictEqual(seen.map(({ event }) => summary(event)), ["created Running", "updated Completed"])
      }).pipe(Effect.scoped)
    )

    test(
      "say when what was asked for is not held",
      Effect.gen(function*() {
        const feed = yield* Events
        yield* establishedCall()
        const { events: stream } = yield* feed.subscribe("of-another-server-7")
        const [missed, first] = yield* Stream.runCollect(Stream.take(stream, 2))
        assert.strictEqual(missed?.event._tag, "Missed")
        assert.strictEqual(first === undefined ? "" : summary(first.event), "call establishing")
      }).pipe(Effect.scoped)
    )
  })
}
