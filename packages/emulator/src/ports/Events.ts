import type { InvalidRequest, Unavailable } from "@recordop/core"
import { Context, type Effect, type Scope, type Stream } from "effect"
import type { NumberedEvent } from "../protocol/EmulatorEvent.ts"

/** What a reader of events gets. */
export interface Subscription<E> {
  /** The id of the last event before the first one that the stream has. */
  readonly lastEventId: string
  readonly events: Stream.Stream<NumberedEvent, E>
}

/** The port: everything that happens, in order. */
export class Events extends Context.Service<Events, {
  /**
   * Subscribes: the stream has every event after the one with this id, or from now on without one. The last 10,000 events
   * or 16 MiB of them are held; when the one asked for is not among them, or a reader is so slow that it is overtaken, the
   * stream has `Missed` and goes on with what is held.
   */
  subscribe(
    after?: string
  ): Effect.Effect<Subscription<InvalidRequest | Unavailable>, InvalidRequest | Unavailable, Scope.Scope>
}>()("@recordop/emulator/ports/Events") {}
