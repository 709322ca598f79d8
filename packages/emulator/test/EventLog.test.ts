import { assert, describe, it } from "@effect/vitest"
import { CallId, newOperation, OperationId } from "@recordop/core"
import { makeEventLog } from "@recordop/emulator/EventLog"
import type { EmulatorEvent } from "@recordop/emulator/protocol/EmulatorEvent"
import { eventFromWire, eventToWire } from "@recordop/emulator/protocol/EmulatorEvent"
import { Effect, Stream } from "effect"

const callId = CallId.make("call")

const event = (version: number, note = ""): EmulatorEvent => ({
  _tag: "Operation",
  change: { changeType: "updated", callId, version, operation: newOperation(OperationId.make("op"), { note }) }
})

/** What the next so many events are: the version of an operation, or the name of the event. */
const next = <E>(events: Stream.Stream<{ readonly event: EmulatorEvent }, E>, count: number) =>
  events.pipe(
    Stream.take(count),
    Stream.map(({ event }) => event._tag === "Operation" ? event.change.version : event._tag),
    Stream.runCollect
  )

describe("an event log", () => {
  it.effect("holds ten thousand events unless told, and says what is not held", () =>
    Effect.gen(function*() {
      const log = yield* makeEventLog()
      const before = yield* log.subscribe()
      for (let version = 1; version <= 10_000; version++) log.publish(event(version))
      const all = yield* log.subscribe(before.lastEventId)
      assert.deepStrictEqual(yield* next(all.events, 2), [1, 2])
      log.publish(event(10_001))
      const late = yield* log.subscribe(before.lastEventId)
      assert.deepStrictEqual(yield* next(late.events, 3), ["Missed", 2, 3])
    }).pipe(Effect.scoped))

  it.effect("holds no more bytes than it may, whatever their number, and always the last event", () =>
    Effect.gen(function*() {
      const log = yield* makeEventLog({ count: 1_000, bytes: 100_000 })
      const { lastEventId } = yield* log.subscribe()
      for (let version = 1; version <= 20; version++) log.publish(event(version, "x".repeat(10_000)))
      const held = yield* log.subscribe(lastEventId)
      assert.deepStrictEqual(yield* next(held.events, 3), ["Missed", 12, 13])
      log.publish(event(21, "x".repeat(200_000)))
      const last = yield* log.subscribe(lastEventId)
      assert.deepStrictEqual(yield* next(last.events, 2), ["Missed", 21])
    }).pipe(Effect.scoped))

  it.effect("tells a reader who is overtaken so, and goes on with what is held", () =>
    Effect.gen(function*() {
      const log = yield* makeEventLog({ count: 10, bytes: 1e9 })
      const { events } = yield* log.subscribe()
      log.publish(event(1))
      const seen: Array<unknown> = []
      yield* Stream.runForEach(Stream.take(events, 12), ({ event: one }) =>
        Effect.sync(() => {
          seen.push(one._tag === "Operation" ? one.change.version : one._tag)
          // While the first one is looked at, a hundred more come.
          if (seen.length === 1) { for (let version = 2; version <= 101; version++) log.publish(event(version)) }
        }))
      assert.deepStrictEqual(seen.slice(0, 3), [1, "Missed", 92])
      assert.strictEqual(seen.at(-1), 101)
    }).pipe(Effect.scoped))

  it.effect("names the last event at once, so that whoever leaves before the first one misses nothing", () =>
    Effect.gen(function*() {
      const log = yield* makeEventLog()
      log.publish(event(1))
      const { lastEventId } = yield* Effect.scoped(log.subscribe())
      log.publish(event(2))
      const { events } = yield* log.subscribe(lastEventId)
      assert.deepStrictEqual(yield* next(events, 1), [2])
    }).pipe(Effect.scoped))
})

describe("an event on the wire", () => {
  const events: ReadonlyArray<EmulatorEvent> = [
    event(1),
    {
      _tag: "Call",
      callId,
      call: { "@odata.type": "#microsoft.graph.call", id: callId, state: "established", callbackUri: null }
    },
    { _tag: "Notification", id: "n", callId, state: "failed", attempts: [{ at: 0, status: 500 }] },
    { _tag: "SetAside", row: { table: "calls", key: "k", reason: "r" } },
    { _tag: "Reset" },
    { _tag: "Missed" }
  ]

  it.effect.each(events)("comes back as it was: $_tag", (event) =>
    Effect.gen(function*() {
      const { data, name } = eventToWire(event)
      const read = yield* eventFromWire({ name, data: JSON.parse(JSON.stringify(data)) })
      assert.deepStrictEqual(read, event)
    }))

  it.effect("of a newer server is left out", () =>
    Effect.gen(function*() {
      assert.isUndefined(yield* eventFromWire({ name: "participants", data: { some: "thing" } }))
    }))
})
