import { Context, type Effect, Schema } from "effect"
import type { CallsError } from "../calls/CallsError.ts"
import { InstantFromString } from "./Instant.ts"

/** How the clock runs: as time does, faster or slower, or not at all. */
export const ClockMode = Schema.Literals(["real", "scaled", "frozen"])
export type ClockMode = typeof ClockMode.Type

/** How many seconds pass on the clock in one: more than 0, at most 100,000. */
export const TimeScale = Schema.Finite.check(
  Schema.isBetween({ minimum: 0, maximum: 100_000, exclusiveMinimum: true }, {
    expected: "a number above 0 and up to 100000"
  })
)

/** What the clock shows; `scale` is 1 unless it is scaled. */
export const ClockReading = Schema.Struct({ now: InstantFromString, mode: ClockMode, scale: Schema.Finite })
export type ClockReading = typeof ClockReading.Type

/** How the clock is to run; it goes on from where it is. */
export type ClockSetting =
  | { readonly mode: "real" | "frozen" }
  | { readonly mode: "scaled"; readonly scale: number }

/** The port: the one clock of the emulator. Every method can fail with `Unavailable`. */
export class EmulatorClock extends Context.Service<EmulatorClock, {
  readonly get: Effect.Effect<ClockReading, CallsError>

  /** Fails with `ClockBusy` when the clock is being turned and that takes more than five seconds. */
  set(setting: ClockSetting): Effect.Effect<ClockReading, CallsError>

  /**
   * Turns a frozen clock forward by so many milliseconds, and does everything that falls due, in order; notifications
   * that fall due have been tried when it answers. Fails with `ClockNotFrozen`, `ClockBusy` as `set`
   * does, or `InstantWithoutEnd` when calls and bots act on each other at one instant without end.
   */
  advance(milliseconds: number): Effect.Effect<ClockReading, CallsError>
}>()("@recordop/core/clock/EmulatorClock") {}
