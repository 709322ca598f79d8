import { Effect, PubSub, Result, type Scope, Stream } from "effect"
import { SecureRandom } from "effect/crypto"
import type { RecordOperationChange } from "../RecordOperations.ts"
import type { EmulatorEvent, NumberedEvent } from "./EmulatorEvent.ts"

/** How many events are held for readers that come back. */
const held = 10_000

/** Where a store puts what happens in it. */
export interface EventLog {
  readonly publish: (event: EmulatorEvent) => void
  readonly subscribe: (after?: string) => Effect.Effect<Stream.Stream<NumberedEvent>, never, Scope.Scope>
  /** The changes of operations alone, from now on. */
  readonly changes: Effect.Effect<Stream.Stream<RecordOperationChange>, never, Scope.Scope>
}

/** An event before its id is written. */
interface Entry {
  readonly sequence: number
  readonly event: EmulatorEvent
}

/** A log that starts empty. Ids begin with a name of its own, so that those of an earlier log are recognized. */
export const makeEventLog: Effect.Effect<EventLog> = Effect.gen(function*() {
  const name = SecureRandom.uuidV4Unsafe().slice(0, 8)
  const published = yield* PubSub.unbounded<Entry>({ replay: held })
  let last = 0

  const idOf = (sequence: number) => `${name}-${sequence}`

  /** The sequence behind an id; `undefined` when the events after it are not held. */
  const sequenceOf = (id: string): number | undefined => {
    const sequence = id.startsWith(`${name}-`) ? Number(id.slice(name.length + 1)) : NaN
    return sequence >= last - held && sequence <= last ? sequence : undefined
  }

  const entriesAfter = (sequence: number) =>
    Effect.map(
      PubSub.subscribe(published),
      (subscription) => Stream.filter(Stream.fromSubscription(subscription), (entry) => entry.sequence > sequence)
    )

  const subscribe = (after?: string) =>
    Effect.suspend(() => {
      const from = after === undefined ? last : sequenceOf(after)
      const first = Math.max(0, last - held)
      return Effect.map(entriesAfter(from ?? first), (entries) => {
        const numbered = Stream.map(entries, ({ event, sequence }): NumberedEvent => ({ id: idOf(sequence), event }))
        return from === undefined
          ? Stream.concat(Stream.succeed<NumberedEvent>({ id: idOf(first), event: { _tag: "Missed" } }), numbered)
          : numbered
      })
    })

  return {
    publish: (event) => void PubSub.publishUnsafe(published, { sequence: ++last, event }),
    subscribe,
    changes: Effect.suspend(() =>
      Effect.map(
        entriesAfter(last),
        Stream.filterMap(({ event }) => event._tag === "Operation" ? Result.succeed(event.change) : Result.failVoid)
      )
    )
  }
})
