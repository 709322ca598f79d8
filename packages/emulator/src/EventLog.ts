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

/** What a log holds unless it is told. */
export const defaultBounds: EventBounds = { count: 10_000, bytes: 16_777_216 }

/** How many events a reader takes at once. */
const batch = 256

/** Where a store puts what happens in it. */
export interface EventLog {
  /** Takes an event; its id is the log's own, unless whoever keeps it for several processes has given it one. */
  readonly publish: (event: EmulatorEvent, id?: string) => void
  readonly subscribe: (after?: string) => Effect.Effect<Subscription<never>, never, Scope.Scope>
}

/** After so many that are forgotten, the rest is moved to the beginning. */
const compactAt = 1_000

interface Entry {
  readonly id: string
  readonly event: EmulatorEvent
  readonly bytes: number
}

/**
 * A log that starts empty and holds the last events. A reader is a place in it: one that is overtaken is told so, and holds
 * nothing. Ids begin with a name of the log's own, so that those of an earlier log are recognized.
 */
export const makeEventLog = (
  bounds: EventBounds = defaultBounds,
  name = SecureRandom.uuidV4Unsafe().slice(0, 8)
): Effect.Effect<EventLog> =>
  Effect.gen(function*() {
    const signals = yield* PubSub.sliding<void>(1)
    let held: Array<Entry | undefined> = []
    /** The id of the last event that is not held. */
    let before = `${name}-0`
    /** How many at the beginning of `held` are forgotten; they are taken out many at a time. */
    let forgotten = 0
    let bytes = 0
    let last = 0

    const oldest = () => last - (held.length - forgotten) + 1
    const entryOf = (sequence: number) => held[forgotten + sequence - oldest()]
    const idOf = (sequence: number) => entryOf(sequence)?.id ?? before

    const forgetFirst = (): void => {
      const first = held[forgotten]
      if (first !== undefined) {
        bytes -= first.bytes
        before = first.id
      }
      held[forgotten] = undefined
      forgotten++
      if (forgotten < compactAt) return
      held = held.slice(forgotten)
      forgotten = 0
    }

    const publish = (event: EmulatorEvent, id = `${name}-${last + 1}`): void => {
      const entry = { id, event, bytes: jsonSize(event) }
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
      if (id === before) return oldest() - 1
      const index = held.findLastIndex((entry) => entry?.id === id)
      return index === -1 ? undefined : oldest() + index - forgotten
    }

    /** Events after a place that are held, a few at a time, with `Missed` for those that are not, and the place after them. */
    const take = (after: number) => {
      const first = oldest()
      const events: Array<NumberedEvent> = after < first - 1 ? [{ id: before, event: { _tag: "Missed" } }] : []
      let place = Math.max(after, first - 1)
      while (place < last && events.length < batch) {
        const entry = entryOf(++place)
        if (entry !== undefined) events.push({ id: entry.id, event: entry.event })
      }
      return { events, place }
    }

    const subscribe = (after?: string) =>
      Effect.gen(function*() {
        const signal = yield* PubSub.subscribe(signals)
        const from = after === undefined ? last : sequenceOf(after) ?? -1
        let place = from
        const next: Effect.Effect<ReadonlyArray<NumberedEvent>> = Effect.suspend(() => {
          const taken = take(place)
          if (taken.events.length === 0) return Effect.andThen(PubSub.take(signal), next)
          place = taken.place
          return Effect.succeed(taken.events)
        })
        const events = Stream.flattenIterable(Stream.fromEffectRepeat(next))
        return { lastEventId: from === -1 ? after ?? "" : idOf(from), events }
      })

    return { publish, subscribe }
  })
