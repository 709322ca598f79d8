import type { Unavailable } from "@recordop/core"
import { Clock, Effect, Result, Schedule, type Scope } from "effect"
import type { ClockRow } from "../Change.ts"
import type { Instant } from "../model/Instant.ts"
import type { ClockSetting } from "../protocol/clock.ts"
import type { Store } from "../Store.ts"
import type { makeCommands } from "./commands.ts"
import type { makeDelivery } from "./delivery.ts"
import { makeJoined } from "./joined.ts"
import { makeVirtualClock, type VirtualClock } from "./virtualClock.ts"

/** What a timeline is made of. */
export interface Timekeeping {
  readonly store: Store["Service"]
  readonly clock: EmulatorTime
  readonly commands: ReturnType<typeof makeCommands>
  /** How often calls have changed so far. */
  readonly changes: () => number
  readonly delivery: Effect.Success<ReturnType<typeof makeDelivery>>
}

/** Keeps how the clock stands. */
export const keepClock = (store: Store["Service"], clock: VirtualClock): Effect.Effect<void, Unavailable> =>
  Effect.flatMap(
    clock.row,
    (row) =>
      store.transact(
        { _tag: "Nothing" },
        () => Result.succeed({ change: { clock: row, events: [] }, answer: undefined })
      )
  )

/** The clock of an emulator, which several servers may share. */
export interface EmulatorTime extends VirtualClock {
  /** What it shows as far as this server knows: for what may be said a moment too early. */
  readonly known: Effect.Effect<Instant>
  /** Holds it for whoever turns it, for as long as the scope lives; false when another server does. */
  readonly hold: Effect.Effect<boolean, Unavailable, Scope.Scope>
}

/** How often a server that wants the clock to run otherwise looks whether it is being turned. */
const untilHeld = "50 millis"

/**
 * A frozen clock stands where it is told to or where it stood; one that runs has gone on meanwhile, and never goes back. A
 * server that comes to others takes the clock as it stands, unless it is told to freeze or scale it.
 */
export const startClock = Effect.fnUntraced(function*(store: Store["Service"], setting: ClockSetting) {
  const row = yield* store.clock
  const time = yield* Clock.currentTimeMillis
  const kept = row !== undefined && store.isShared ? shownBy(row, time) : row?.at
  const start = setting.mode === "frozen" ? setting.now ?? kept ?? time : Math.max(kept ?? time, time)
  const clock = yield* makeVirtualClock(start, setting)
  if (!store.isShared) {
    yield* keepClock(store, clock)
    return { ...clock, known: clock.now, hold: store.holdClock }
  }
  if (row !== undefined && isAsSet(row, setting)) {
    yield* clock.follow(row)
  } else {
    const held = Effect.repeat(store.holdClock, { schedule: Schedule.spaced(untilHeld), until: (isOurs) => isOurs })
    yield* Effect.scoped(Effect.andThen(held, keepClock(store, clock)))
  }
  return shareClock(store, clock)
})

/** Whether a clock that others keep is as a server wants it: one that is told nothing wants it as it is. */
const isAsSet = ({ mode, scale }: ClockRow, setting: ClockSetting): boolean => {
  if (setting.mode === "frozen") return mode === "frozen" && setting.now === undefined
  return setting.mode === "real" || (mode === "scaled" && scale === setting.scale)
}

/** What a clock shows that another server keeps. */
const shownBy = ({ at, mode, scale, since }: ClockRow, time: Instant): Instant =>
  mode === "frozen" ? at : Math.floor(at + Math.max(0, time - since) * scale)

/** A clock that others turn too: it is looked at whenever somebody asks what it shows. */
const shareClock = (store: Store["Service"], clock: VirtualClock): EmulatorTime => {
  let isHeld = false

  const read = Effect.flatMap(
    store.clock,
    (row) => row === undefined || isHeld ? Effect.void : clock.follow(row)
  )
  // What it showed last is the best that is known while the store does not answer.
  const readTogether = makeJoined(Effect.ignore(read))
  const refresh = Effect.suspend(() => isHeld ? Effect.void : readTogether)

  const hold = Effect.tap(store.holdClock, (isOurs) =>
    isOurs
      ? Effect.andThen(
        read,
        Effect.acquireRelease(
          Effect.sync(() => {
            isHeld = true
          }),
          () =>
            Effect.sync(() => {
              isHeld = false
            })
        )
      )
      : Effect.void)

  return {
    ...clock,
    known: clock.now,
    now: Effect.andThen(refresh, clock.now),
    get: Effect.andThen(refresh, clock.get),
    hold
  }
}
