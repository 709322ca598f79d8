import { Context, type Effect, Schema, Struct } from "effect"
import type { CallsError } from "../calls/CallsError.ts"
import { InstantFromString } from "../clock/Instant.ts"
import type { CallId } from "../Ids.ts"
import { Attempt, Notification } from "./Notification.ts"

/** A notification as others see it. */
export const NotificationView = Schema.Struct({
  ...Struct.pick(Notification.fields, ["id", "callId", "body", "state"]),
  attempts: Schema.Array(Attempt.mapFields((fields) => ({ ...fields, at: InstantFromString })))
})
export type NotificationView = typeof NotificationView.Type

/** The port: what was sent to bots, or will be. Every method can fail with `Unavailable`. */
export class Notifications extends Context.Service<Notifications, {
  /** The notifications of a call, or all, in the order in which they were made. */
  list(callId?: CallId): Effect.Effect<ReadonlyArray<NotificationView>, CallsError>

  /** Sends it again, whatever became of it. Fails with `NotificationNotFound`. */
  redeliver(id: string): Effect.Effect<void, CallsError>
}>()("@recordop/core/notifications/Notifications") {}
