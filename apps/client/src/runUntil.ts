import type { ClockAnswer, ClockReading } from "@recordop/emulator/protocol/clock"
import { Duration, Effect, Option } from "effect"
import { RequestFailed } from "./RequestFailed.ts"

/** What turns the clock. */
export interface Turning<R> {
  readonly clockAnswer: Effect.Effect<ClockAnswer, RequestFailed, R>
  readonly advanceClock: (
    advance: Duration.Duration,
    settle?: Duration.Duration
  ) => Effect.Effect<ClockReading, RequestFailed, R>
}

/** How far to go, on the emulator's clock, and how long bots are waited for at each instant. */
export interface Turn {
  readonly within: Duration.Duration
  readonly settle: Duration.Duration | undefined
}

/** Nothing is due, but a bot may be about to do something: how long it is waited for, and how often it is looked, in milliseconds. */
const patience = 1_000
const pause = 10

/**
 * Looks whether something has happened, and turns the clock to the next instant at which something falls due, again and again; a clock that runs
 * is waited for. Fails with `Timeout` when it has not happened within so much time of the emulator's clock, or nothing is due any more; `what`
 * says what has not.
 */
export const runUntil = Effect.fnUntraced(function*<A, R>(
  clock: Turning<R>,
  happened: Effect.Effect<Option.Option<A>, RequestFailed, R>,
  { settle, within }: Turn,
  what = "It has not happened"
) {
  const { now: start } = yield* clock.clockAnswer
  const end = start + Duration.toMillis(within)
  let idle = 0
  for (;;) {
    const found = yield* happened
    if (Option.isSome(found)) return found.value
    const { mode, next = Infinity, now } = yield* clock.clockAnswer
    if (mode === "frozen" && next <= end) {
      yield* clock.advanceClock(Duration.millis(next - now), settle)
      idle = 0
    } else if (now > end || idle > patience) {
      const why = now > end || next < Infinity ? `within ${Duration.format(within)}` : "and nothing more is due"
      return yield* new RequestFailed({ code: "Timeout", message: `${what} ${why}.` })
    } else {
      yield* Effect.sleep(pause)
      if (mode === "frozen") idle += pause
    }
  }
})
