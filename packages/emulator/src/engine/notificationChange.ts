import type { Notification } from "../model/Notification.ts"
import type { Change } from "../Store.ts"

/** What is to be kept of a notification that has changed. */
export const notificationChange = (changed: Notification): Change => {
  const { attempts, callId, id, state } = changed
  return { changed, events: [{ _tag: "Notification", id, callId, state, attempts }] }
}
