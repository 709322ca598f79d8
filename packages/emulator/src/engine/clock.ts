import type { Unavailable } from "@recordop/core"
import { Clock, Effect, Result } from "effect"
import type { ClockSetting } from "../protocol/clock.ts"
import type { Store } from "../Store.ts"
import type { makeCommands } from "./commands.ts"
import type { makeDelivery } from "./delivery.ts"
import { makeVirtualClock, type VirtualClock } from "./virtualClock.ts"

/** What a timeline is made of. */
export interface Timekeeping {
  readonly store: Store["Service"]
  readonly clock: VirtualClock
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

/** A frozen clock stands where it is told to or where it stood; one that runs has gone on meanwhile, and never goes back. */
export const startClock = Effect.fnUntraced(function*(store: Store["Service"], setting: ClockSetting) {
  const kept = (yield* store.clock)?.at
  const time = yield* Clock.currentTimeMillis
  const start = setting.mode === "frozen" ? setting.now ?? kept ?? time : Math.max(kept ?? time, time)
  const clock = yield* makeVirtualClock(start, setting)
  yield* keepClock(store, clock)
  return clock
})
