import { CallId } from "@recordop/core"
import { CommsNotifications } from "@recordop/core/calls"
import { Schema } from "effect"
import type { CallState } from "./CallState.ts"
import { Instant } from "./Instant.ts"

/** How often a notification is tried before it counts as failed. */
export const maxAttempts = 8

/** How many tries of a notification are remembered; the last ones. */
const remembered = 20

/** The first pause between two attempts, in milliseconds; each pause is twice the one before, up to the longest. */
const firstPause = 1_000
const longestPause = 60_000

/** One try: what the bot answered, or why it did not. */
export const Attempt = Schema.Struct({
  at: Instant,
  status: Schema.optionalKey(Schema.Int),
  error: Schema.optionalKey(Schema.String)
})
export type Attempt = typeof Attempt.Type

/** A notification on its way to a bot, or there. */
export const Notification = Schema.Struct({
  id: Schema.String,
  /** Its place in the order of all. */
  sequence: Schema.Int,
  callId: Schema.toType(CallId),
  callbackUri: Schema.String,
  /** Whom the token is made out to. */
  appId: Schema.String,
  tenantId: Schema.String,
  /** The call's `callChainId`. */
  chainId: Schema.String,
  body: CommsNotifications,
  state: Schema.Literals(["pending", "delivered", "failed"]),
  /** When it is to be tried next; of no meaning unless it is pending. */
  dueAt: Instant,
  /** How often it has been tried since it was made or sent again. */
  tries: Schema.Int.check(Schema.isGreaterThanOrEqualTo(0)),
  attempts: Schema.Array(Attempt),
  /** How often somebody has asked to send it again. */
  resends: Schema.Int.check(Schema.isGreaterThanOrEqualTo(0))
})
export type Notification = typeof Notification.Type

/** Whether the bot took it. */
const isDelivered = ({ status = 0 }: Attempt): boolean => status >= 200 && status < 300

/** Whether another try may help: no answer, too many requests, or a fault of the bot. */
const isTransient = ({ status }: Attempt): boolean => status === undefined || status === 429 || status >= 500

/**
 * The notification after a try: delivered, or pending until the next try, or failed when there is none. Pauses double
 * from one second to one minute, counted from the end of the try; after eight tries, or an answer that another try would
 * not change, it has failed. `tried` is the notification as it was when the try began: when somebody has asked meanwhile
 * to send it again, it is still pending.
 */
export const afterAttempt = (
  notification: Notification,
  tried: Notification,
  attempt: Attempt,
  endedAt: Instant
): Notification => {
  const attempts = [...notification.attempts, attempt].slice(-remembered)
  if (notification.resends !== tried.resends) return { ...notification, attempts }
  const tries = notification.tries + 1
  const after = { ...notification, tries, attempts }
  if (isDelivered(attempt)) return { ...after, state: "delivered" }
  if (!isTransient(attempt) || tries >= maxAttempts) return { ...after, state: "failed" }
  return { ...after, dueAt: endedAt + Math.min(firstPause * 2 ** (tries - 1), longestPause) }
}

/** A notification that has no place in the order of all yet. */
export type NewNotification = Omit<Notification, "sequence">

/** The notification that tells the bot of a call. */
export const newNotification = (
  { appId, id: callId, properties, tenantId }: CallState,
  callbackUri: string,
  body: CommsNotifications,
  id: string,
  at: Instant
): NewNotification => ({
  id,
  callId,
  callbackUri,
  appId,
  tenantId,
  chainId: typeof properties["callChainId"] === "string" ? properties["callChainId"] : callId,
  body,
  state: "pending",
  dueAt: at,
  tries: 0,
  attempts: [],
  resends: 0
})

/** The notification to be sent again, from its first try on. */
export const sentAgain = (notification: Notification, at: Instant): Notification => ({
  ...notification,
  state: "pending",
  dueAt: at,
  tries: 0,
  resends: notification.resends + 1
})
