import { Clock, Effect } from "effect"
import type { ClockRow } from "../Change.ts"
import type { Instant } from "../model/Instant.ts"
import type { ClockReading, ClockSetting } from "../protocol/clock.ts"

/** The emulator's time, as a function of the time of Effect's clock. */
export interface VirtualClock {
  readonly now: Effect.Effect<Instant>
  readonly get: Effect.Effect<ClockReading>
  /** How it stands, for another process. */
  readonly row: Effect.Effect<ClockRow>
  /** A frozen clock can be put to any instant, also to one before. */
  readonly set: (setting: ClockSetting) => Effect.Effect<void>
  /** Puts it back to how it began; one that is not frozen shows the time again. */
  readonly reset: Effect.Effect<void>
  /** Shows what another process keeps of it from now on; nothing changes when that is what it shows already. */
  readonly follow: (row: ClockRow) => Effect.Effect<void>
  /** Turns a frozen clock forward. */
  readonly moveTo: (instant: Instant) => Effect.Effect<void>
  /** How many milliseconds of Effect's clock it takes until an instant; `undefined` when the clock is frozen. */
  readonly until: (instant: Instant) => Effect.Effect<number | undefined>
}

const rateOf = (setting: ClockSetting): number => {
  if (setting.mode === "frozen") return 0
  return setting.mode === "scaled" ? setting.scale : 1
}

const scaleOf = (setting: ClockSetting): number => setting.mode === "scaled" ? setting.scale : 1

const instantOf = (setting: ClockSetting): Instant | undefined => setting.mode === "frozen" ? setting.now : undefined

const isSame = (one: ClockRow, other: ClockRow): boolean =>
  one.at === other.at && one.since === other.since && one.mode === other.mode && one.scale === other.scale

/**
 * A clock that shows `start` now, and runs as the setting says. It never goes back: when the system's time does, it goes on
 * as time passes; when that jumps forward, as after a sleep, it follows.
 */
export const makeVirtualClock = (start: Instant, initial: ClockSetting): Effect.Effect<VirtualClock> =>
  Clock.clockWith((clock) => {
    /** The milliseconds of Effect's clock, and those of its clock that never goes back. */
    const read = () => ({
      time: clock.currentTimeMillisUnsafe(),
      steady: Number(clock.monotonicTimeNanosUnsafe()) / 1_000_000
    })
    const times = Effect.sync(read)
    const started = read()
    let setting = initial
    let reached = start
    let since = started
    let latest = start
    /** What it shows, when that is another process's. */
    let followed: ClockRow | undefined

    const nowAt = ({ steady, time }: typeof started): Instant => {
      const elapsed = Math.max(steady - since.steady, time - since.time)
      latest = Math.max(latest, Math.floor(reached + elapsed * rateOf(setting)))
      return latest
    }
    const now = Effect.sync(() => nowAt(read()))

    const get = Effect.map(now, (now): ClockReading => ({ now, mode: setting.mode, scale: scaleOf(setting) }))

    const row = Effect.map(times, (at): ClockRow => ({
      mode: setting.mode,
      scale: scaleOf(setting),
      at: nowAt(at),
      since: Math.floor(at.time)
    }))

    const set = (next: ClockSetting) =>
      Effect.map(times, (at) => {
        reached = instantOf(next) ?? nowAt(at)
        latest = reached
        since = at
        setting = next
        followed = undefined
      })

    const reset = Effect.map(times, (at) => {
      reached = initial.mode === "frozen" ? start : at.time
      latest = reached
      since = at
      setting = initial
      followed = undefined
    })

    const follow = (row: ClockRow) =>
      Effect.map(times, (here) => {
        if (followed !== undefined && isSame(row, followed)) return
        const { at, mode, scale, since: time } = row
        // What it showed then counts, also when it is less than what is shown here.
        latest = at
        reached = at
        since = { time, steady: here.steady - (here.time - time) }
        setting = mode === "scaled" ? { mode, scale } : { mode }
        followed = row
      })

    const moveTo = (instant: Instant) =>
      Effect.sync(() => {
        reached = Math.max(reached, instant)
        followed = undefined
      })

    const until = (instant: Instant) =>
      Effect.map(times, (at) => {
        const rate = rateOf(setting)
        return rate === 0 ? undefined : Math.max(0, Math.ceil((instant - nowAt(at)) / rate))
      })

    return Effect.succeed({ now, get, row, set, reset, follow, moveTo, until })
  })
