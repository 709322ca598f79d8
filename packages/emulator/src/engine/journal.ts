import { Effect } from "effect"
import type { Instant } from "../model/Instant.ts"
import { type Exchange, sizeOf, toEntry } from "../model/journal/Exchange.ts"
import { checkExpectation, matchesFilter } from "../model/journal/expectation.ts"
import { Journal, journalBounds, Recorder } from "../ports/Journal.ts"

interface Kept {
  readonly exchange: Exchange
  readonly at: Instant
  readonly sequence: number
  readonly size: number
}

/** A journal in memory. What is shown of a request is made when somebody wants to see it. */
export const makeJournal = (now: Effect.Effect<Instant>) => {
  let kept: Array<Kept> = []
  let start = 0
  let bytes = 0
  let sequence = 0

  const add = (exchange: Exchange, at: Instant): void => {
    const size = sizeOf(exchange)
    kept.push({ exchange, at, size, sequence: ++sequence })
    bytes += size
    while (kept.length - start > journalBounds.requests || bytes > journalBounds.bytes) {
      bytes -= kept[start++]?.size ?? 0
    }
    // What is forgotten is let go of now and then, and not each time.
    if (start >= 256) {
      kept = kept.slice(start)
      start = 0
    }
  }

  const entries = Effect.sync(() =>
    kept.slice(start).map(({ at, exchange, sequence }) => toEntry(exchange, sequence, at))
  )

  const recorder = Recorder.of({ record: (exchange) => Effect.map(now, (at) => add(exchange, at)) })

  const journal = Journal.of({
    list: (filter, after = 0) =>
      Effect.map(entries, (all) => all.filter((entry) => entry.sequence > after && matchesFilter(filter, entry))),
    check: (expectation) =>
      Effect.map(entries, (all) => checkExpectation({ direction: "received", ...expectation }, all)),
    clear: Effect.sync(() => {
      kept = []
      start = 0
      bytes = 0
    })
  })

  return { journal, recorder }
}
