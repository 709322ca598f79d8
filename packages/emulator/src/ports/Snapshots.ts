import type { InvalidRequest, Unavailable } from "@recordop/core"
import { Context, type Effect } from "effect"
import type { Snapshot } from "../protocol/Seed.ts"
import type { ClockBusy } from "./EmulatorClock.ts"

/** The port: what an emulator holds, to be kept and brought back. */
export class Snapshots extends Context.Service<Snapshots, {
  /**
   * What there is, as a seed: calls that have not ended, with their people, scripts and record operations, and meetings. Every call
   * of it stands. What plays or records is not kept: such an operation stays as it is.
   */
  readonly save: Effect.Effect<Snapshot, InvalidRequest | Unavailable>

  /** Begins anew as `Reset` does, with a snapshot in place of the seed; the next reset brings the seed back. */
  readonly load: (snapshot: Snapshot) => Effect.Effect<void, ClockBusy | InvalidRequest | Unavailable>
}>()("@recordop/emulator/ports/Snapshots") {}
