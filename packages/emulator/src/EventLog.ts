import { jsonSize } from "@recordop/core/jsonSize"
import { Effect, PubSub, type Scope, Stream } from "effect"
import { SecureRandom } from "effect/crypto"
import type { Subscription } from "./ports/Events.ts"
import type { EmulatorEvent, NumberedEvent } from "./protocol/EmulatorEvent.ts"

/** How many events are held for readers, and how many bytes of them. */
export interface EventBounds {
  readonly count: number
  readonly bytes: number
}

const defaultBounds: EventBounds = { count: 10_000, bytes: 16_777_216 }

/** How many events a reader takes at once. */
const batch = 256

/** Where a store puts what happens in it. */
export interface EventLog {
  readonly publish: (event: EmulatorEvent) => void
  readonly subscribe: (after?: string) => Effect.Effect<Subscription<never>, never, Scope.Scope>
}

/** After so many that are forgotten, the rest is moved to the beginning. */
const compactAt = 1_000

interface Entry {
  readonly event: EmulatorEvent
  readonly bytes: number
}

const nothing: Entry = { event: { _tag: "Missed" }, bytes: 0 }

/**
 * A log that starts empty and holds the last events. A reader is a place in it: one that is overtaken is told so, and holds
 * nothing. Ids begin with a name of the log's own, so that those of an earlier log are recognized.
 */
export const makeEventLog = (bounds: EventBounds = defaultBounds): Effect.Effect<EventLog> =>
  Effect.gen(function*() {
    const name = SecureRandom.uuidV4Unsafe().slice(0, 8)
    const signals = yield* PubSub.sliding<void>(1)
    let held: Array<Entry> = []
    /** How many at the beginning of `held` are forgotten; they are taken out many at a time. */
    let forgotten = 0
    let bytes = 0
    let last = 0

    const oldest = () => last - (held.length - forgotten) + 1
    const idOf = (sequence: number) => `${name}-${sequence}`
    const entryOf = (sequence: number) => held[forgotten + sequence - oldest()]

    const forgetFirst = (): void => {
      bytes -= held[forgotten]?.bytes ?? 0
      held[forgotten] = nothing
      forgotten++
      if (forgotten < compactAt) return
      held = held.slice(forgotten)
      forgotten = 0
    }

    const publish = (event: EmulatorEvent): void => {
      const entry = { event, bytes: jsonSize(event) }
      held.push(entry)
      last++
      bytes += entry.bytes
      while (
        held.length - forgotten > bounds.count || (bytes > bounds.bytes && held.length - forgotten > 1)
      ) forgetFirst()
      PubSub.publishUnsafe(signals, undefined)
    }

    /** The sequence behind an id; `undefined` when the events after it are not held. */
    const sequenceOf = (id: string): number | undefined => {
      const sequence = id.startsWith(`${name}-`) ? Number(id.slice(name.length + 1)) : NaN
      return sequence >= oldest() - 1 && sequence <= last ? sequence : undefined
    }

    /** Events after a place that are held, a few at a time, with `Missed` for those that are not. */
    const take = (after: number): ReadonlyArray<NumberedEvent> => {
      const first = oldest()
      const events: Array<NumberedEvent> = after < first - 1 ? [{ id: idOf(first - 1), event: { _tag: "Missed" } }] : []
      for (let at = Math.max(after + 1, first); at <= last && events.length < batch; at++) {
        const entry = entryOf(at)
        if (entry !== undefined) events.push({ id: idOf(at), event: entry.event })
      }
      return events
    }

    const subscribe = (after?: string) =>
      Effect.gen(function*() {
        const signal = yield* PubSub.subscribe(signals)
        const from = after === undefined ? last : sequenceOf(after) ?? -1
        let place = from
        const next: Effect.Effect<ReadonlyArray<NumberedEvent>> = Effect.suspend(() => {
          const events = take(place)
          const end = events.at(-1)
          if (end === undefined) return Effect.andThen(PubSub.take(signal), next)
          place = Number(end.id.slice(name.length + 1))
          return Effect.succeed(events)
        })
        const events = Stream.flattenIterable(Stream.fromEffectRepeat(next))
        return { lastEventId: from === -1 ? after ?? "" : idOf(from), events }
      })

    return { publish, subscribe }
  })
