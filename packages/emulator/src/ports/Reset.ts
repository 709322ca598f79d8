import type { InvalidRequest, Unavailable } from "@recordop/core"
import { Context, type Effect } from "effect"
import type { ClockBusy } from "./EmulatorClock.ts"

/** The port: an emulator that begins anew, as between two tests. */
export class Reset extends Context.Service<Reset, {
  /**
   * Calls off a turn of the clock, puts what is stored back to the seed, the clock to how it began (a frozen one to the same
   * instant) and faults to those of the start, and forgets what was asked. Keys stay.
   */
  readonly everything: Effect.Effect<void, ClockBusy | InvalidRequest | Unavailable>
}>()("@recordop/emulator/ports/Reset") {}
