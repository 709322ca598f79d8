import type { CallId, InvalidRequest, Unavailable } from "@recordop/core"
import { Context, Effect, Option, Schema, Stream } from "effect"
import type { NotificationView } from "../protocol/notifications.ts"

/** There is no such notification. */
export class NotificationNotFound extends Schema.TaggedError<NotificationNotFound>()("NotificationNotFound", {
  id: Schema.String
}) {
  override get message(): string {
    return `Notification not found: ${this.id}.`
  }
}

/** Some notifications, and where the next page starts; absent on the last one. */
export interface NotificationPage {
  readonly items: ReadonlyArray<NotificationView>
  readonly nextCursor?: string
}

/** All notifications of all pages. */
export const allPages = <E, R>(
  page: (cursor?: string) => Effect.Effect<NotificationPage, E, R>
): Effect.Effect<ReadonlyArray<NotificationView>, E, R> =>
  Stream.paginate(
    undefined,
    (cursor: string | undefined) =>
      Effect.map(page(cursor), ({ items, nextCursor }) => [items, Option.fromUndefinedOr(nextCursor)] as const)
  ).pipe(
    Stream.runCollect
  )

/** The port: what was sent to bots, or will be. */
export class Notifications extends Context.Service<Notifications, {
  /** The notifications of a call, or all that are kept, in the order in which they were made: all of them. */
  list(callId?: CallId): Effect.Effect<ReadonlyArray<NotificationView>, InvalidRequest | Unavailable>

  /** The same page by page; fails with `InvalidRequest` for a foreign cursor. */
  page(callId?: CallId, cursor?: string): Effect.Effect<NotificationPage, InvalidRequest | Unavailable>

  /** Sends it again, whatever became of it, also while it is being tried. */
  redeliver(id: string): Effect.Effect<void, NotificationNotFound | InvalidRequest | Unavailable>
}>()("@recordop/emulator/ports/Notifications") {}
