import { Schema } from "effect"
import { Call } from "../calls/Call.ts"
import { CallId, idKey } from "../Ids.ts"
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

/** An event as others see it: a name, and data that is its own JSON. */
export const eventToWire = (event: EmulatorEvent): { readonly name: string; readonly data: object } => {
  const { _tag, ...data } = event
  return event._tag === "Operation"
    ? { name: event.change.changeType, data: event.change }
    : { name: _tag.toLowerCase(), data }
}

/** Whether somebody who watches a call is to see an event: one of the call, or that events were missed. */
export const isEventOf = (callId: CallId) => {
  const key = idKey(callId)
  return (event: EmulatorEvent): boolean => {
    if (event._tag === "Missed") return true
    return idKey(event._tag === "Operation" ? event.change.callId : event.callId) === key
  }
}
