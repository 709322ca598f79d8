import { Context, type Effect } from "effect"
import type { CallsError } from "../calls/CallsError.ts"
import type { CallId } from "../Ids.ts"
import type { Attempt, Notification } from "./Notification.ts"

/** A notification as others see it. */
export interface NotificationView extends Pick<Notification, "id" | "callId" | "body" | "state"> {
  readonly attempts: ReadonlyArray<Attempt>
}

/** The port: what was sent to bots, or will be. Every method can fail with `Unavailable`. */
export class Notifications extends Context.Service<Notifications, {
  /** The notifications of a call, or all, in the order in which they were made. */
  list(callId?: CallId): Effect.Effect<ReadonlyArray<NotificationView>, CallsError>

  /** Sends it again, whatever became of it. Fails with `NotificationNotFound`. */
  redeliver(id: string): Effect.Effect<void, CallsError>
}>()("@recordop/core/notifications/Notifications") {}
