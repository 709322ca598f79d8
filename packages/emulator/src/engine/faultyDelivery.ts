import type { Unavailable } from "@recordop/core"
import { Effect, Result } from "effect"
import type { Instant } from "../model/Instant.ts"
import type { Attempt, Notification } from "../model/Notification.ts"
import type { FaultInjector } from "../ports/Faults.ts"
import type { Fault } from "../protocol/faults.ts"
import type { Store } from "../Store.ts"
import { notificationChange } from "./notificationChange.ts"

/** How long a notification waits for another one that is to go before it, in milliseconds. */
const waitForNext = 1_000

/** How many notifications can wait because of a fault. */
const maxHeld = 10_000

/** One try. */
export type Sending = Effect.Effect<Omit<Attempt, "at">>

/** Tries notifications. */
export interface Sender {
  readonly send: (notification: Notification) => Sending
}

type KeepAttempt = (notification: Notification, at: Instant, attempt: Sending) => Effect.Effect<void, Unavailable>

/** Tries notifications that faults may happen to. */
export const makeFaultyDelivery = (
  store: Store["Service"],
  sender: Sender,
  faults: FaultInjector["Service"],
  keepAttempt: KeepAttempt
) => {
  /** What is still to happen to notifications that wait. */
  const held = new Map<string, Fault>()

  const hold = (notification: Notification, fault: Fault, until: Instant) => {
    if (held.size >= maxHeld) held.clear()
    held.set(notification.id, fault)
    return store.transact({ _tag: "Notification", id: notification.id }, ({ notification: current }) =>
      Result.succeed({
        answer: undefined,
        ...(current === undefined ? {} : { change: notificationChange({ ...current, dueAt: until }) })
      }))
  }

  /** The one of the call that is to be tried after this one. */
  const nextOf = (notification: Notification, at: Instant) =>
    Effect.map(
      store.notifications(notification.callId, notification.sequence, 100),
      (later) => later.find(({ dueAt, state }) => state === "pending" && dueAt <= at)
    )

  const send = (notification: Notification, at: Instant) => keepAttempt(notification, at, sender.send(notification))

  const happen = (notification: Notification, at: Instant, fault: Fault): Effect.Effect<void, Unavailable> => {
    if (fault.drop) return keepAttempt(notification, at, Effect.succeed({ error: `Lost: fault ${fault.id}.` }))
    if (fault.duplicate) return Effect.andThen(sender.send(notification), send(notification, at))
    return send(notification, at)
  }

  const reorder = Effect.fnUntraced(function*(notification: Notification, at: Instant, fault: Fault, isLate: boolean) {
    const next = yield* nextOf(notification, at)
    if (next === undefined && !isLate) return yield* hold(notification, fault, at + waitForNext)
    if (next !== undefined) yield* send(next, at)
    return yield* send(notification, at)
  })

  return (notification: Notification, at: Instant): Effect.Effect<void, Unavailable> => {
    const waited = held.get(notification.id)
    held.delete(notification.id)
    const { callId, callbackUri: url } = notification
    const fault = waited ?? faults.meet({ on: "notification", method: "POST", url, callId })
    if (fault === undefined) return send(notification, at)
    if (waited === undefined && fault.delay !== undefined) return hold(notification, fault, at + fault.delay)
    return fault.reorder ? reorder(notification, at, fault, waited !== undefined) : happen(notification, at, fault)
  }
}
