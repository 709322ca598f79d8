import type { Unavailable } from "@recordop/core"
import { Clock, Effect, Result, type Scope } from "effect"
import type { ClockSetting } from "../protocol/clock.ts"
import type { Store } from "../Store.ts"
import type { makeCommands } from "./commands.ts"
import type { makeDelivery } from "./delivery.ts"
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
  /** Holds it for whoever turns it, for as long as the scope lives; false when another server does. */
  readonly hold: Effect.Effect<boolean, Unavailable, Scope.Scope>
  /** Shows what other servers have made of it. */
  readonly refresh: Effect.Effect<void>
}

/**
 * A frozen clock stands where it is told to or where it stood; one that runs has gone on meanwhile, and never goes back. A
 * server that comes to others takes the clock as it stands, unless it is to run otherwise.
 */
export const startClock = Effect.fnUntraced(function*(store: Store["Service"], setting: ClockSetting) {
  const row = yield* store.clock
  const time = yield* Clock.currentTimeMillis
  const kept = row?.at
  const start = setting.mode === "frozen" ? setting.now ?? kept ?? time : Math.max(kept ?? time, time)
  const clock = yield* makeVirtualClock(start, setting)
  const isTaken = store.isShared && row?.mode === setting.mode
  yield* isTaken ? clock.follow(row) : keepClock(store, clock)
  return store.isShared ? shareClock(store, clock) : { ...clock, hold: store.holdClock, refresh: Effect.void }
})

/** A clock that others turn too: one that stands still is looked at whenever somebody asks what it shows. */
const shareClock = (store: Store["Service"], clock: VirtualClock): EmulatorTime => {
  let isHeld = false

  const refresh = store.clock.pipe(
    Effect.flatMap((row) => row === undefined || isHeld ? Effect.void : clock.follow(row)),
    // What it showed last is the best that is known while the store does not answer.
    Effect.ignore
  )
  const refreshFrozen = Effect.flatMap(clock.get, ({ mode }) => mode === "frozen" && !isHeld ? refresh : Effect.void)

  const hold = Effect.tap(store.holdClock, (isOurs) =>
    isOurs
      ? Effect.andThen(
        refresh,
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
    now: Effect.andThen(refreshFrozen, clock.now),
    get: Effect.andThen(refreshFrozen, clock.get),
    hold,
    refresh
  }
}
