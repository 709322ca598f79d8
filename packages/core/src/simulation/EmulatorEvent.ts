import { Context, type Effect, Schema, type Scope, type Stream } from "effect"
import { Call } from "../calls/Call.ts"
import type { CallsError } from "../calls/CallsError.ts"
import { CallId } from "../Ids.ts"
import { Attempt } from "../notifications/Notification.ts"
import { RecordOperationChange } from "../RecordOperations.ts"

/** Something that happened in the emulator. */
export const EmulatorEvent = Schema.TaggedUnion({
  /** An operation was created, updated or deleted. */
  Operation: { change: RecordOperationChange },
  /** A call is in another state. */
  Call: { callId: Schema.toType(CallId), call: Call },
  /** A notification was made, tried or sent again. */
  Notification: {
    id: Schema.String,
    callId: Schema.toType(CallId),
    state: Schema.Literals(["pending", "delivered", "failed"]),
    attempts: Schema.Array(Attempt)
  },
  /** Events that the reader asked for are not held any more. */
  Missed: {}
})
export type EmulatorEvent = typeof EmulatorEvent.Type

/** An event and its place in the order of all. */
export interface NumberedEvent {
  readonly id: string
  readonly event: EmulatorEvent
}

/** The call that an event is about; `undefined` when it is about none. */
export const callOfEvent = (event: EmulatorEvent): CallId | undefined => {
  switch (event._tag) {
    case "Operation":
      return event.change.callId
    case "Call":
    case "Notification":
      return event.callId
    case "Missed":
      return undefined
  }
}

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
