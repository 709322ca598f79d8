import { Schema, Struct } from "effect"
import { InstantFromString } from "../model/Instant.ts"
import { Attempt, Notification } from "../model/Notification.ts"

/** A notification as others see it. */
export const NotificationView = Schema.Struct({
  ...Struct.pick(Notification.fields, ["id", "callId", "body", "state"]),
  attempts: Schema.Array(Attempt.mapFields((fields) => ({ ...fields, at: InstantFromString })))
})
export type NotificationView = typeof NotificationView.Type

/** A notification as others see it. */
export const toView = ({ attempts, body, callId, id, state }: Notification): NotificationView => ({
  id,
  callId,
  body,
  state,
  attempts
})

/** How many notifications a page has. */
export const notificationsPageSize = 500

/** The answer of `GET /_emulator/notifications`; `nextLink` leads to the next page. */
export const NotificationList = Schema.Struct({
  value: Schema.Array(NotificationView),
  nextLink: Schema.optionalKey(Schema.String)
})
