import { Clock, Effect, Latch, Semaphore } from "effect"
import { type CallsError, callsFailure, ClockBusy, ClockNotFrozen, InstantWithoutEnd } from "../calls/CallsError.ts"
import { CallStore } from "../calls/CallStore.ts"
import { ClockStore } from "../clock/ClockStore.ts"
import type { ClockSetting } from "../clock/EmulatorClock.ts"
import type { Instant } from "../clock/Instant.ts"
import type { CallId } from "../Ids.ts"
import { Outbox } from "../notifications/Outbox.ts"
import type { makeDelivery } from "./delivery.ts"
import type { VirtualClock } from "./virtualClock.ts"

/** How many calls go on at the same time; a store may keep their changes together. */
const concurrency = 256

/** The longest single wait, in milliseconds: timers cannot wait for longer than 24 days. */
const longestWait = 86_400_000

/** How often the clock is kept while it is ahead of time, and how long a failure is waited for, in milliseconds. */
const pause = 1_000

/** How long somebody waits who wants to turn the clock while it is being turned. */
const patience = "5 seconds"

/** How often calls and bots may act on each other without that time passes. */
const maxRounds = 100

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
  /** Closed while the clock is being turned. */
  const standing = yield* Latch.make(true)

  /** Lets time pass in calls until nothing is due. A call that cannot go on keeps no other from it. */
  const runCalls = (until: Instant) =>
    Effect.repeat(Effect.flatMap(calls.due(until), passTimeIn), { while: (ran) => ran.length > 0 })

  const passTimeIn = Effect.fnUntraced(function*(due: ReadonlyArray<CallId>) {
    const results = yield* Effect.forEach(due, (callId) => Effect.result(passTime(callId)), { concurrency })
    return yield* Effect.forEach(results, Effect.fromResult)
  })

  const nextDue = Effect.gen(function*() {
    const due = [yield* calls.nextDue, yield* outbox.nextDue(yield* clock.now)]
    return due.reduce((first, one) => Math.min(first ?? Infinity, one ?? Infinity)) ?? Infinity
  })

  /** Does what is due, and gives the milliseconds until there will be more; `undefined` when there will not. */
  const runNow = Effect.gen(function*() {
    const { mode, now } = yield* clock.get
    const ran = mode === "frozen" ? true : yield* isDone(runCalls(now))
    yield* delivery.start
    if (mode === "frozen") return undefined
    const isAhead = now > (yield* Clock.currentTimeMillis)
    if (isAhead) yield* clockStore.save(now)
    if (!ran) return pause
    const next = yield* nextDue
    const wait = next === Infinity ? longestWait : Math.min((yield* clock.until(next)) ?? longestWait, longestWait)
    return isAhead ? Math.min(wait, pause) : wait
  })

  /** Goes on for ever: does what is due, and waits for what is due next or for the signal. */
  const run = (signal: Effect.Effect<void>) =>
    turn.withPermits(1)(runNow).pipe(
      Effect.flatMap((wait) => wait === undefined ? signal : Effect.timeoutOption(signal, wait)),
      Effect.catch((error) =>
        Effect.andThen(Effect.logError(`The simulation waits: ${error.message}`), Effect.sleep(pause))
      ),
      Effect.forever
    )

  /** Waits for its turn, but not for long while the clock is being turned: it may be waited for itself. */
  const inTurn = <A>(effect: Effect.Effect<A, CallsError>) =>
    Effect.andThen(
      Effect.timeoutOrElse(standing.await, {
        duration: patience,
        orElse: () => Effect.fail(callsFailure(new ClockBusy({})))
      }),
      turn.withPermits(1)(effect)
    )

  const set = (setting: ClockSetting) =>
    inTurn(Effect.andThen(clock.set(setting), Effect.flatMap(clock.now, (now) => clockStore.save(now))))

  /** Does everything that is due at an instant, also what calls and bots do because of each other. */
  const finishInstant = Effect.fnUntraced(function*(at: Instant) {
    for (let round = 0; round < maxRounds; round++) {
      yield* runCalls(at)
      const hasTried = yield* delivery.finish
      if (!hasTried && (yield* nextDue) > at) return undefined
    }
    return yield* callsFailure(new InstantWithoutEnd({ rounds: maxRounds }))
  })

  const advance = (milliseconds: number) =>
    inTurn(
      Effect.gen(function*() {
        yield* standing.close
        const { mode, now } = yield* clock.get
        if (mode !== "frozen") return yield* callsFailure(new ClockNotFrozen({ mode }))
        const target = now + milliseconds
        yield* finishInstant(now)
        for (let next = yield* nextDue; next <= target; next = yield* nextDue) {
          yield* clock.moveTo(next)
          yield* clockStore.save(next)
          yield* finishInstant(next)
        }
        yield* clock.moveTo(target)
        return yield* clockStore.save(target)
      }).pipe(Effect.ensuring(standing.open))
    )

  return { run, set, advance }
})

/** Whether an effect succeeds; why it does not is logged. */
const isDone = (effect: Effect.Effect<unknown, CallsError>): Effect.Effect<boolean> =>
  effect.pipe(
    Effect.as(true),
    Effect.catch((error) => Effect.as(Effect.logError(`Calls wait: ${error.message}`), false))
  )
