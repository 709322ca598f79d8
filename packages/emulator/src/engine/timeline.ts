import type { CallId, Unavailable } from "@recordop/core"
import { Clock, Deferred, Duration, Effect, Latch, Result, Schedule, Semaphore } from "effect"
import { passTime } from "../model/commands.ts"
import { type Instant, lastInstant } from "../model/Instant.ts"
import {
  AdvanceCancelled,
  type AdvanceError,
  ClockBusy,
  ClockNotFrozen,
  InstantWithoutEnd,
  InvalidAdvance
} from "../ports/EmulatorClock.ts"
import { canAdvance, type ClockSetting, longestSettle } from "../protocol/clock.ts"
import { keepClock, type Timekeeping } from "./clock.ts"

/** How many calls go on at the same time; a store may keep their changes together. */
const concurrency = 256

/** The longest single wait, in milliseconds: timers cannot wait for longer than 24 days. */
const longestWait = 86_400_000

/** How often the clock is kept while it is ahead of time, and how long a failure is waited for, in milliseconds. */
const pause = 1_000

/** How long somebody waits who wants to turn the clock while it is being turned. */
const longestTurn = "5 seconds"

/** How often a server that waits for another one's turn looks whether it is over. */
const untilOurs = "50 millis"

/** How often calls and bots may act on each other without that time passes. */
const maxRounds = 100

/** Does what falls due, when the clock gets there or somebody turns it forward; never both at the same time. */
export const makeTimeline = Effect.fnUntraced(function*({ changes, clock, commands, delivery, store }: Timekeeping) {
  const turn = yield* Semaphore.make(1)
  /** Closed while the clock is being turned. */
  const isFree = yield* Latch.make(true)
  let cancelled: Deferred.Deferred<never, AdvanceCancelled> | undefined

  /** Nothing is due in a call that has ended. */
  const forgetDue = (callId: CallId): Effect.Effect<void, Unavailable> =>
    store.transact({ _tag: "Call", callId, queue: "first" }, ({ call }) =>
      Result.succeed(
        call === undefined
          ? { answer: undefined }
          : { change: { call: { ...nothing, callId: call.state.id, dueAt: null }, events: [] }, answer: undefined }
      ))

  /** Lets time pass in a call; one that has ended meanwhile needs nothing. */
  const passTimeIn = (callId: CallId): Effect.Effect<void, Unavailable> =>
    commands.command(callId, passTime).pipe(
      Effect.asVoid,
      Effect.catchTag("CallNotFound", () => forgetDue(callId))
    )

  /** Lets time pass in calls until nothing is due. */
  const runCalls = (until: Instant) =>
    Effect.repeat(
      Effect.tap(store.dueCalls(until), (due) => Effect.forEach(due, passTimeIn, { concurrency, discard: true })),
      { while: (ran) => ran.length > 0 }
    )

  const nextDue = Effect.gen(function*() {
    const due = [yield* store.nextDueCall, yield* store.nextDueNotification(yield* clock.now)]
    return due.reduce((first, one) => Math.min(first ?? Infinity, one ?? Infinity)) ?? Infinity
  })

  /** Does what is due, and gives the milliseconds until there will be more; `undefined` when there will not. */
  const runNow = Effect.gen(function*() {
    const { mode, now } = yield* clock.get
    const ran = mode === "frozen" ? true : yield* isDone(runCalls(now))
    yield* delivery.start
    if (mode === "frozen") return undefined
    // One that several servers share follows from how it was kept last.
    const isAhead = !store.isShared && now > (yield* Clock.currentTimeMillis)
    if (isAhead) yield* keepClock(store, clock)
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

  const held = clock.hold.pipe(
    Effect.repeat({ schedule: Schedule.spaced(untilOurs), until: (isOurs) => isOurs }),
    Effect.timeoutOrElse({ duration: longestTurn, orElse: () => new ClockBusy({}) })
  )

  /** Waits for its turn, but not for long while the clock is being turned: it may be waited for itself. */
  const inTurn = <A, E>(effect: Effect.Effect<A, E>) =>
    Effect.andThen(
      Effect.timeoutOrElse(isFree.await, { duration: longestTurn, orElse: () => new ClockBusy({}) }),
      turn.withPermits(1)(Effect.scoped(Effect.andThen(held, effect)))
    )

  const set = (setting: ClockSetting) => inTurn(Effect.andThen(clock.set(setting), keepClock(store, clock)))

  /** Asks the server that turns the clock to let it go, and waits for it as long as for a turn. */
  const cancelElsewhere = Effect.andThen(
    store.callOffClock,
    Effect.repeat(store.isClockHeld, { schedule: Schedule.spaced(untilOurs), while: (isHeld) => isHeld })
  ).pipe(Effect.timeoutOption(longestTurn), Effect.asVoid)

  const cancelAdvance = Effect.suspend(() =>
    cancelled === undefined
      ? cancelElsewhere
      : Effect.andThen(Deferred.fail(cancelled, new AdvanceCancelled({})), isFree.await)
  )

  /** Fails once another server has called the turn off, or has taken this one for dead. */
  const calledOffElsewhere = Effect.flatMap(
    Effect.retry(store.clockTaken, Schedule.spaced(untilOurs)),
    () => new AdvanceCancelled({})
  )

  /** Begins anew, with what this puts into the store. */
  const reset = (content: Effect.Effect<void, Unavailable>) =>
    Effect.andThen(
      cancelAdvance,
      inTurn(Effect.andThen(content, Effect.andThen(clock.reset, keepClock(store, clock))))
    )

  /** How often anything has changed, by this server or another. */
  const allChanges = Effect.map(store.activity, (activity) => activity + changes())

  /** Waits until nothing has changed for a while, but not for ever. */
  const settled = (settle: Duration.Duration) =>
    Effect.gen(function*() {
      const before = yield* allChanges
      yield* Effect.sleep(settle)
      return before === (yield* allChanges)
    }).pipe(
      Effect.repeat({ until: (isQuiet) => isQuiet }),
      Effect.timeoutOption(longestSettle)
    )

  /** Does everything that is due at an instant, also what calls and bots do because of each other. */
  const finishInstant = Effect.fnUntraced(function*(at: Instant, settle: Duration.Duration) {
    for (let round = 0; round < maxRounds; round++) {
      yield* runCalls(at)
      const hasTried = yield* delivery.finish
      if (hasTried && !Duration.isZero(settle)) yield* settled(settle)
      if (!hasTried && (yield* nextDue) > at) return undefined
    }
    return yield* new InstantWithoutEnd({
      message:
        `The clock cannot pass this instant: after ${maxRounds} rounds, calls and bots still act on each other at ` +
        "it. Does a bot record again at once when a recording fails at once?"
    })
  })

  const moveTo = (instant: Instant) => Effect.andThen(clock.moveTo(instant), keepClock(store, clock))

  /** Goes from one instant at which something falls due to the next; whoever interrupts it leaves the clock there. */
  const advanceBy = Effect.fnUntraced(function*(duration: Duration.Duration, settle: Duration.Duration) {
    const { mode, now } = yield* clock.get
    if (mode !== "frozen") {
      const message = `The clock is ${mode}; only a frozen clock can be advanced. Freeze it first.`
      return yield* new ClockNotFrozen({ message })
    }
    const target = now + Duration.toMillis(duration)
    if (target > lastInstant) return yield* new InvalidAdvance({})
    yield* finishInstant(now, settle)
    let reached = now
    for (let next = yield* nextDue; next <= target; next = yield* nextDue) {
      yield* moveTo(next)
      yield* finishInstant(next, settle)
      reached = next
    }
    return reached === target ? undefined : yield* moveTo(target)
  })

  const advance = (input: Duration.Input, quiet: Duration.Input = 0): Effect.Effect<void, AdvanceError> => {
    const duration = Duration.fromInputUnsafe(input)
    const settle = Duration.fromInputUnsafe(quiet)
    if (!canAdvance(duration)) return Effect.fail(new InvalidAdvance({}))
    return inTurn(Effect.suspend(() => {
      const calledOff = Deferred.makeUnsafe<never, AdvanceCancelled>()
      cancelled = calledOff
      isFree.closeUnsafe()
      return Effect.raceAllFirst([advanceBy(duration, settle), Deferred.await(calledOff), calledOffElsewhere]).pipe(
        Effect.ensuring(Effect.sync(() => {
          cancelled = undefined
          isFree.openUnsafe()
        }))
      )
    }))
  }

  return { nextDue, run, set, advance, cancelAdvance, reset }
})

const nothing = { operations: [], recordings: [], told: [], decided: [] }

/** Whether an effect succeeds; why it does not is logged. */
const isDone = (effect: Effect.Effect<unknown, Unavailable>): Effect.Effect<boolean> =>
  effect.pipe(
    Effect.as(true),
    Effect.catch((error) => Effect.as(Effect.logError(`Calls wait: ${error.message}`), false))
  )
