import { Effect } from "effect"
import { type Notification, sentAgain } from "../notifications/Notification.ts"
import { Notifications, type NotificationView } from "../notifications/Notifications.ts"
import { Outbox } from "../notifications/Outbox.ts"
import type { VirtualClock } from "./virtualClock.ts"

/** The notifications in the outbox; `onChange` is run when one is to be sent again. */
export const makeNotifications = Effect.fnUntraced(function*(clock: VirtualClock, onChange: Effect.Effect<void>) {
  const outbox = yield* Outbox
  return Notifications.of({
    list: (callId) => Effect.map(outbox.list(callId), (notifications) => notifications.map(toView)),
    redeliver: (id) =>
      clock.now.pipe(
        Effect.flatMap((now) => outbox.modify(id, (notification) => sentAgain(notification, now))),
        Effect.andThen(onChange)
      )
  })
})

const toView = ({ attempts, body, callId, id, state }: Notification): NotificationView => ({
  id,
  callId,
  body,
  state,
  attempts
})
