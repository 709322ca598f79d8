import { Context, type Effect } from "effect"
import type { CallsError } from "../calls/CallsError.ts"
import type { Instant } from "./Instant.ts"

/** The port that keeps what the clock showed last, so that it never goes back. It can fail with `Unavailable`. */
export class ClockStore extends Context.Service<ClockStore, {
  /** `undefined` when nothing was kept. */
  readonly load: Effect.Effect<Instant | undefined, CallsError>

  save(now: Instant): Effect.Effect<void, CallsError>
}>()("@recordop/core/clock/ClockStore") {}
