import { Clock, Effect } from "effect"
import type { ClockReading, ClockSetting } from "../clock/EmulatorClock.ts"
import type { Instant } from "../clock/Instant.ts"

/** The emulator's time, as a function of the time of Effect's clock. */
export interface VirtualClock {
  readonly now: Effect.Effect<Instant>
  readonly get: Effect.Effect<ClockReading>
  readonly set: (setting: ClockSetting) => Effect.Effect<void>
  /** Turns a frozen clock forward. */
  readonly moveTo: (instant: Instant) => Effect.Effect<void>
  /** How many milliseconds of Effect's clock it takes until an instant; `undefined` when the clock is frozen. */
  readonly until: (instant: Instant) => Effect.Effect<number | undefined>
}

const rateOf = (setting: ClockSetting): number => {
  if (setting.mode === "frozen") return 0
  return setting.mode === "scaled" ? setting.scale : 1
}

/** A clock that shows `start` now, and runs as the setting says. */
export const makeVirtualClock = (start: Instant, initial: ClockSetting): Effect.Effect<VirtualClock> =>
  Effect.map(Clock.currentTimeMillis, (started) => {
    let setting = initial
    let shown = start
    let since = started

    let latest = start

    /** What the clock shows at a time; it does not go back when that does. */
    const nowAt = (time: number): Instant => {
      latest = Math.max(latest, Math.floor(shown + (time - since) * rateOf(setting)))
      return latest
    }
    const now = Effect.map(Clock.currentTimeMillis, nowAt)

    const get = Effect.map(now, (now): ClockReading => ({
      now,
      mode: setting.mode,
      scale: setting.mode === "scaled" ? setting.scale : 1
    }))

    const set = (next: ClockSetting) =>
      Effect.map(Clock.currentTimeMillis, (time) => {
        shown = nowAt(time)
        since = time
        setting = next
      })

    const moveTo = (instant: Instant) =>
      Effect.sync(() => {
        shown = Math.max(shown, instant)
      })

    const until = (instant: Instant) =>
      Effect.map(Clock.currentTimeMillis, (time) => {
        const rate = rateOf(setting)
        return rate === 0 ? undefined : Math.max(0, Math.ceil((instant - nowAt(time)) / rate))
      })

    return { now, get, set, moveTo, until }
  })
