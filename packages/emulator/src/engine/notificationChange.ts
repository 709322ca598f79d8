import type { Change } from "../Change.ts"
import type { Notification } from "../model/Notification.ts"

/** What is to be kept of a notification that has changed. */
export const notificationChange = (changed: Notification): Change => {
  const { attempts, callId, id, state } = changed
  return { changed, events: [{ _tag: "Notification", id, callId, state, attempts }] }
}
