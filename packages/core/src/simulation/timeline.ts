import { Effect, Semaphore } from "effect"
import { type CallsError, callsFailure, ClockNotFrozen } from "../calls/CallsError.ts"
import { CallStore } from "../calls/CallStore.ts"
import { ClockStore } from "../clock/ClockStore.ts"
import type { ClockSetting } from "../clock/EmulatorClock.ts"
import type { CallId } from "../Ids.ts"
import { Outbox } from "../notifications/Outbox.ts"
import type { Instant } from "../recording/Recording.ts"
import type { makeDelivery } from "./delivery.ts"
import type { VirtualClock } from "./virtualClock.ts"

/** How many calls go on at the same time; a store may keep their changes together. */
const concurrency = 256

/** The longest single wait, in milliseconds: timers cannot wait for longer than 24 days. */
const longestWait = 86_400_000

/** Does what falls due, when the clock gets there or somebody turns it forward; never both at the same time. */
export const makeTimeline = Effect.fnUntraced(function*(
  clock: VirtualClock,
  delivery: Effect.Success<ReturnType<typeof makeDelivery>>,
  passTime: (callId: CallId) => Effect.Effect<void, CallsError>
) {
  const calls = yield* CallStore
  const outbox = yield* Outbox
  const clockStore = yield* ClockStore
  const turn = yield* Semaphore.make(1)

  const runCalls = (until: Instant) =>
    Effect.repeat(
      Effect.tap(calls.due(until), (due) =>
        Effect.forEach(due, ({ callId }) => passTime(callId), { concurrency, discard: true })),
      {
        while: (due) =>
          due.length > 0
      }
    )

  const nextDue = Effect.gen(function*() {
    const due = [yield* calls.nextDue, yield* outbox.nextDue(yield* clock.now)]
    return due.reduce((first, one) => Math.min(first ?? Infinity, one ?? Infinity)) ?? Infinity
  })

  /** Does what is due, and gives the instant at which there will be more. */
  const runNow = Effect.gen(function*() {
    const { mode, now } = yield* clock.get
    yield* runCalls(now)
    if (mode === "scaled") yield* clockStore.save(now)
    yield* delivery.start
    return yield* nextDue
  })

  /** Goes on for ever: does what is due, and waits for what is due next or for the signal. */
  const run = (signal: Effect.Effect<void>) =>
    turn.withPermits(1)(runNow).pipe(
      Effect.flatMap((next) => next === Infinity ? Effect.undefined : clock.until(next)),
      Effect.flatMap((wait) => wait === undefined ? signal : Effect.timeoutOption(signal, Math.min(wait, longestWait))),
      Effect.catch((error) =>
        Effect.andThen(Effect.logError(`The simulation waits: ${error.message}`), Effect.sleep("1 second"))
      ),
      Effect.forever
    )

  const set = (setting: ClockSetting) =>
    Effect.gen(function*() {
      yield* clock.set(setting)
      yield* clockStore.save(yield* clock.now)
    }).pipe(turn.withPermits(1))

  const advance = (milliseconds: number) =>
    Effect.gen(function*() {
      const { mode, now } = yield* clock.get
      if (mode !== "frozen") return yield* callsFailure(new ClockNotFrozen({ mode }))
      const target = now + milliseconds
      yield* runCalls(now)
      yield* delivery.finish
      for (let next = yield* nextDue; next <= target; next = yield* nextDue) {
        yield* clock.moveTo(next)
        yield* runCalls(next)
        yield* delivery.finish
      }
      yield* clock.moveTo(target)
      return yield* clockStore.save(target)
    }).pipe(turn.withPermits(1))

  return { run, set, advance }
})
