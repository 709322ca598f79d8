import { Effect } from "effect"
import type { Instant } from "../model/Instant.ts"
import type { Store } from "../Store.ts"

/** How much is kept of what is over; nobody meets the defaults in a day's work. */
export interface Retention {
  /** How many calls that have ended are kept, with their operations and recordings. */
  readonly maxEndedCalls: number
  /** How long, in milliseconds on the emulator's clock. */
  readonly endedCallRetention: number
  /** How many notifications that are over are kept, and how many bytes of them. */
  readonly maxNotifications: number
  readonly maxNotificationBytes: number
}

export const defaultRetention: Retention = {
  maxEndedCalls: 10_000,
  endedCallRetention: 366 * 86_400_000,
  maxNotifications: 50_000,
  maxNotificationBytes: 67_108_864
}

/** Forgets what is over and beyond the bounds; to be run after each change. */
export const makePruning = (
  store: Store["Service"],
  { endedCallRetention, maxEndedCalls, maxNotificationBytes, maxNotifications }: Retention,
  now: Effect.Effect<Instant>
): Effect.Effect<void> =>
  now.pipe(
    Effect.flatMap((at) =>
      store.prune({
        endedCalls: maxEndedCalls,
        endedBefore: at - endedCallRetention,
        notifications: maxNotifications,
        notificationBytes: maxNotificationBytes
      })
    ),
    Effect.catch((error) => Effect.logError(`What is over cannot be forgotten: ${error.message}`))
  )
