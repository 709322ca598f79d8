import type { CallId } from "@recordop/core"
import { Effect, Option, Result, Stream } from "effect"
import { type Notification, sentAgain } from "../model/Notification.ts"
import { NotificationNotFound, Notifications } from "../ports/Notifications.ts"
import { notificationsPageSize, toView } from "../protocol/notifications.ts"
import type { CommandContext, makeCommands } from "./commands.ts"
import { notificationChange } from "./delivery.ts"

/** `Notifications` on a store. */
export const makeNotifications = (
  { now, store }: CommandContext,
  { transact }: ReturnType<typeof makeCommands>
): Notifications["Service"] =>
  Notifications.of({
    list: (callId?: CallId) =>
      Stream.paginate(0, (after: number) =>
        Effect.map(
          store.notifications(callId, after, notificationsPageSize),
          (page) => [page.map(toView), nextAfter(page)] as const
        )).pipe(Stream.runCollect),
    redeliver: (id) =>
      Effect.flatMap(now, (at) =>
        transact({ _tag: "Notification", id }, ({ notification }) =>
          notification === undefined
            ? Result.fail(new NotificationNotFound({ id }))
            : Result.succeed({ change: notificationChange(sentAgain(notification, at)), answer: undefined })))
  })

const nextAfter = (page: ReadonlyArray<Notification>): Option.Option<number> =>
  page.length < notificationsPageSize ? Option.none() : Option.fromUndefinedOr(page.at(-1)?.sequence)
