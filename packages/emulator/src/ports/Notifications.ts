import type { CallId, InvalidRequest, Unavailable } from "@recordop/core"
import { Context, type Effect, Schema } from "effect"
import type { NotificationView } from "../protocol/notifications.ts"

/** There is no such notification. */
export class NotificationNotFound extends Schema.TaggedError<NotificationNotFound>()("NotificationNotFound", {
  id: Schema.String
}) {
  override get message(): string {
    return `Notification not found: ${this.id}.`
  }
}

/** The port: what was sent to bots, or will be. */
export class Notifications extends Context.Service<Notifications, {
  /** The notifications of a call, or all that are kept, in the order in which they were made. */
  list(callId?: CallId): Effect.Effect<ReadonlyArray<NotificationView>, InvalidRequest | Unavailable>

  /** Sends it again, whatever became of it, also while it is being tried. */
  redeliver(id: string): Effect.Effect<void, NotificationNotFound | InvalidRequest | Unavailable>
}>()("@recordop/emulator/ports/Notifications") {}
