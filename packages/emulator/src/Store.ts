import { Context, type Effect } from "effect"
import type { CallsError } from "../calls/CallsError.ts"
import type { Instant } from "../clock/Instant.ts"
import type { CallId } from "../Ids.ts"
import type { Notification } from "./Notification.ts"

/**
 * The port that keeps notifications until bots have them, and after. They come in with the change that they tell of (see
 * `CallStore`). Of a call only the earliest pending one can fall due, so that a bot gets them in order. Every method can
 * fail with `Unavailable`.
 */
export class Outbox extends Context.Service<Outbox, {
  /** The calls that have a notification to be tried, at most so many; the one that has waited longest first. */
  due(until: Instant, limit: number): Effect.Effect<ReadonlyArray<CallId>, CallsError>

  /** The notification of a call that is to be tried; `undefined` when there is none. */
  next(callId: CallId, until: Instant): Effect.Effect<Notification | undefined, CallsError>

  /** When, later than an instant, a notification is to be tried next; `undefined` when none is. */
  nextDue(after: Instant): Effect.Effect<Instant | undefined, CallsError>

  /** Changes a notification. Fails with `NotificationNotFound`. */
  modify(id: string, change: (notification: Notification) => Notification): Effect.Effect<Notification, CallsError>

  /** The notifications of a call, or all, in the order in which they came in. */
  list(callId?: CallId): Effect.Effect<ReadonlyArray<Notification>, CallsError>
}>()("@recordop/core/notifications/Outbox") {}
