import type { InvalidRequest, Unavailable } from "@recordop/core"
import { Context, type Effect } from "effect"
import type { Exchange } from "../model/journal/Exchange.ts"
import type { Expectation, ExpectationResult, RequestEntry, RequestFilter } from "../protocol/requests.ts"

/** How many requests are kept, and how many bytes of them. */
export const journalBounds = { requests: 1_000, bytes: 16_777_216 }

/** The port: what bots asked of Graph, and Graph of bots, as far back as `journalBounds`. What is asked of the emulator is not in it. */
export class Journal extends Context.Service<Journal, {
  /** Those that a filter means, the oldest first; `after` the one with this sequence. */
  list(filter: RequestFilter, after?: number): Effect.Effect<ReadonlyArray<RequestEntry>, InvalidRequest | Unavailable>
  /** Whether something was asked, as often as expected. */
  check(expectation: Expectation): Effect.Effect<ExpectationResult, InvalidRequest | Unavailable>
  /** Forgets all. */
  readonly clear: Effect.Effect<void, InvalidRequest | Unavailable>
}>()("@recordop/emulator/ports/Journal") {}

/** The port by which requests get into the journal. */
export class Recorder extends Context.Service<Recorder, {
  /** Keeps what was asked and answered now. */
  record(exchange: Exchange): Effect.Effect<void>
}>()("@recordop/emulator/ports/Journal/Recorder") {}
