import type { InvalidRequest, Unavailable } from "@recordop/core"
import { Context, type Duration, type Effect, Schema } from "effect"
import type { Instant } from "../model/Instant.ts"
import type { ClockReading, ClockSetting } from "../protocol/clock.ts"

/** Only a frozen clock can be advanced. */
export class ClockNotFrozen extends Schema.TaggedError<ClockNotFrozen>()("ClockNotFrozen", {
  message: Schema.String
}) {}

/** The clock is being turned, and that takes its time. */
export class ClockBusy extends Schema.TaggedError<ClockBusy>()("ClockBusy", {}) {
  override get message(): string {
    return "The clock is being turned forward already. Does a bot turn it in the middle of its answer to a notification?"
  }
}

/** Calls and bots act on each other at one instant, and so often that it might never pass. */
export class InstantWithoutEnd extends Schema.TaggedError<InstantWithoutEnd>()("InstantWithoutEnd", {
  message: Schema.String
}) {}

/** Somebody has called the turn of the clock off; the clock stands where it had got to. */
export class AdvanceCancelled extends Schema.TaggedError<AdvanceCancelled>()("AdvanceCancelled", {}) {
  override get message(): string {
    return "The turn of the clock was called off; the clock stands where it had got to."
  }
}

/** The duration is negative, or longer than 365 days, or there are no dates at its end any more. */
export class InvalidAdvance extends Schema.TaggedError<InvalidAdvance>()("InvalidAdvance", {}) {
  override get message(): string {
    return "The clock can be advanced by 0 to 365 days, as long as there are dates."
  }
}

/** Why a clock does not do what it is told. */
export type AdvanceError =
  | ClockNotFrozen
  | ClockBusy
  | InstantWithoutEnd
  | AdvanceCancelled
  | InvalidAdvance
  | InvalidRequest
  | Unavailable

/** The port: the one clock of the emulator. */
export class EmulatorClock extends Context.Service<EmulatorClock, {
  readonly get: Effect.Effect<ClockReading, InvalidRequest | Unavailable>

  /** When something falls due next in calls, or is to be told of them; `undefined` when nothing will. */
  readonly next: Effect.Effect<Instant | undefined, InvalidRequest | Unavailable>

  /** Fails with `ClockBusy` when the clock is being turned and that takes more than five seconds. */
  set(setting: ClockSetting): Effect.Effect<ClockReading, ClockBusy | InvalidRequest | Unavailable>

  /**
   * Turns a frozen clock forward, and does everything that falls due, in order; notifications that fall due have been
   * tried when it answers. To interrupt it calls it off: the clock then stands where it has got to. Fails with `ClockBusy`
   * as `set` does, and with `InstantWithoutEnd` when calls and bots act on each other at one instant without end.
   *
   * Bots that answer first and act afterwards need `settle`: after each instant at which bots were told something, time stands until
   * nothing has changed for so long of real time.
   */
  advance(duration: Duration.Input, settle?: Duration.Input): Effect.Effect<ClockReading, AdvanceError>

  /** Calls off the turn that is under way, whoever asked for it; does nothing when there is none. */
  readonly cancelAdvance: Effect.Effect<void, InvalidRequest | Unavailable>
}>()("@recordop/emulator/ports/EmulatorClock") {}
