import { Context, type Effect, type Scope, type Stream } from "effect"
import type { CallsError } from "../calls/CallsError.ts"
import type { NumberedEvent } from "./EmulatorEvent.ts"

/** The port: everything that happens, in order. */
export class Events extends Context.Service<Events, {
  /**
   * Subscribes: the stream has every event after the one with this id, or from now on without one. The last 10,000 events
   * are held; when the one asked for is not among them, the stream starts with `Missed` and what is held.
   */
  subscribe(
    after?: string
  ): Effect.Effect<Stream.Stream<NumberedEvent, CallsError>, CallsError, Scope.Scope>
}>()("@recordop/core/simulation/Events") {}
