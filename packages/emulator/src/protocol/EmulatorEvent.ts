import { Schema } from "effect"
import { Call } from "../calls/Call.ts"
import { formatInstant } from "../clock/Instant.ts"
import { CallId, idKey } from "../Ids.ts"
import type { Attempt } from "../notifications/Notification.ts"
import { NotificationView } from "../notifications/Notifications.ts"
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
    attempts: NotificationView.fields.attempts
  },
  /** The store is back to its seed. */
  Reset: {},
  /** Events that the reader asked for are not held any more. */
  Missed: {}
})
export type EmulatorEvent = typeof EmulatorEvent.Type

/** An event and its place in the order of all. */
export interface NumberedEvent {
  readonly id: string
  readonly event: EmulatorEvent
}

/** An event as others see it: a name, and data as JSON. */
export const eventToWire = (event: EmulatorEvent): { readonly name: string; readonly data: object } => {
  if (event._tag === "Operation") return { name: event.change.changeType, data: event.change }
  const { _tag, ...data } = event
  const name = _tag.toLowerCase()
  return event._tag === "Notification"
    ? { name, data: { ...data, attempts: event.attempts.map(attemptToWire) } }
    : { name, data }
}

const attemptToWire = ({ at, ...result }: Attempt): object => ({ at: formatInstant(at), ...result })

/** Whether somebody who watches a call is to see an event: one of the call, or one that concerns them all. */
export const isEventOf = (callId: CallId) => {
  const key = idKey(callId)
  return (event: EmulatorEvent): boolean => {
    if (event._tag === "Missed" || event._tag === "Reset") return true
    return idKey(event._tag === "Operation" ? event.change.callId : event.callId) === key
  }
}
