import { Context, type Effect } from "effect"
import type { Exchange } from "../model/journal/Exchange.ts"
import type { Attempt, Notification } from "../model/Notification.ts"

/** The port that takes a notification to its bot. */
export class NotificationSender extends Context.Service<NotificationSender, {
  /** Tries once, and tells what the bot answered or why it did not; `record` is told of each request. */
  send(
    notification: Notification,
    record: (exchange: Exchange) => Effect.Effect<void>
  ): Effect.Effect<Omit<Attempt, "at">>
}>()("@recordop/emulator/ports/NotificationSender") {}
