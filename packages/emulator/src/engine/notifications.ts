import { type CallId, InvalidRequest } from "@recordop/core"
import { Effect, Result } from "effect"
import { sentAgain } from "../model/Notification.ts"
import { allPages, NotificationNotFound, type NotificationPage, Notifications } from "../ports/Notifications.ts"
import { notificationsPageSize, toView } from "../protocol/notifications.ts"
import type { CommandContext, makeCommands } from "./commands.ts"
import { notificationChange } from "./notificationChange.ts"

/** `Notifications` on a store. */
export const makeNotifications = (
  { now, store }: CommandContext,
  { transact }: ReturnType<typeof makeCommands>
): Notifications["Service"] => {
  const page = Effect.fnUntraced(function*(callId?: CallId, cursor = "0") {
    if (!/^\d{1,15}$/.test(cursor)) {
      return yield* new InvalidRequest({ message: "cursor: Expected one that a page named" })
    }
    const found = yield* store.notifications(callId, Number(cursor), notificationsPageSize)
    const last = found.length === notificationsPageSize ? found.at(-1) : undefined
    const page: NotificationPage = last === undefined
      ? { items: found.map(toView) }
      : { items: found.map(toView), nextCursor: String(last.sequence) }
    return page
  })

  return Notifications.of({
    page,
    list: (callId) => allPages((cursor) => page(callId, cursor)),
    redeliver: (id) =>
      Effect.flatMap(
        now,
        (at) =>
          transact({ _tag: "Notification", id }, ({ notification }) =>
            notification === undefined
              ? Result.fail(new NotificationNotFound({ id }))
              : Result.succeed({ change: notificationChange(sentAgain(notification, at)), answer: undefined }))
      )
  })
}
