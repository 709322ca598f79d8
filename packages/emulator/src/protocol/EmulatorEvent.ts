import { CallId, idKey, RecordOperationChange } from "@recordop/core"
import { Call } from "@recordop/core/calls"
import { Effect, Predicate, Schema } from "effect"
import { SetAside } from "./health.ts"
import { NotificationView } from "./notifications.ts"

/** Something that happened in the emulator. */
export const EmulatorEvent = Schema.TaggedUnion({
  /** An operation was created, updated or deleted. */
  Operation: { change: RecordOperationChange },
  /** A call is in another state. */
  Call: { callId: Schema.toType(CallId), call: Call },
  /** A step of the script of a call got what it waits for or expects of the bot, or did not. */
  Script: {
    callId: Schema.toType(CallId),
    step: Schema.Int,
    text: Schema.String,
    isMet: Schema.Boolean,
    milliseconds: Schema.Int
  },
  /** Nothing of the script of a call is left, or the call has ended. */
  ScriptOver: { callId: Schema.toType(CallId), result: Schema.Literals(["passed", "failed"]) },
  /** A notification was made, tried or sent again. */
  Notification: {
    id: Schema.String,
    callId: Schema.toType(CallId),
    state: NotificationView.fields.state,
    attempts: NotificationView.fields.attempts
  },
  /** A row of the store could not be read, and is kept aside. */
  SetAside: { row: SetAside },
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

/** How an event goes over the wire: a name, and data as JSON. */
export interface WireEvent {
  readonly name: string
  readonly data: unknown
}

/** The one part of an event that is its data; the others have all of their parts. */
const parts: Readonly<Partial<Record<string, string>>> = { Operation: "change", SetAside: "row" }

const tags: Readonly<Partial<Record<string, EmulatorEvent["_tag"]>>> = {
  created: "Operation",
  updated: "Operation",
  deleted: "Operation",
  call: "Call",
  script: "Script",
  scriptOver: "ScriptOver",
  notification: "Notification",
  setAside: "SetAside",
  reset: "Reset",
  missed: "Missed"
}

const nameOf = (event: EmulatorEvent): string => {
  if (event._tag === "Operation") return event.change.changeType
  return event._tag.charAt(0).toLowerCase() + event._tag.slice(1)
}

// oxlint-disable-next-line effecttsgo/schema-sync -- an event of ours can always be encoded
const encode = Schema.encodeSync(EmulatorEvent)
const decode = Schema.decodeUnknownEffect(EmulatorEvent)

/** An event as it goes over the wire. */
export const eventToWire = (event: EmulatorEvent): WireEvent => {
  const { _tag, ...data } = encode(event)
  const part = parts[_tag]
  return { name: nameOf(event), data: part === undefined ? data : Reflect.get(data, part) }
}

/** Reads an event; `undefined` for one of a newer server, which this release does not know. */
export const eventFromWire = (
  { data, name }: WireEvent
): Effect.Effect<EmulatorEvent | undefined, Schema.SchemaError> => {
  const _tag = tags[name]
  if (_tag === undefined) return Effect.undefined
  const part = parts[_tag]
  return decode(part === undefined ? { ...(Predicate.isObject(data) ? data : {}), _tag } : { _tag, [part]: data })
}

/** Whether somebody who watches a call is to see an event: one of the call, or one that concerns them all. */
export const isEventOf = (callId: CallId) => {
  const key = idKey(callId)
  return (event: EmulatorEvent): boolean => {
    switch (event._tag) {
      case "Missed":
      case "Reset":
      case "SetAside":
        return true
      case "Operation":
        return idKey(event.change.callId) === key
      default:
        return idKey(event.callId) === key
    }
  }
}
