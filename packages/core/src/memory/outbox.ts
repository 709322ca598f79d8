import { Effect } from "effect"
import { callsFailure, NotificationNotFound } from "../calls/CallsError.ts"
import { idKey } from "../Ids.ts"
import { Outbox } from "../notifications/Outbox.ts"
import type { MemoryState } from "./MemoryState.ts"

/** `Outbox` in memory. Each method does its work in one synchronous step. */
export const makeOutbox = (state: MemoryState): Outbox["Service"] =>
  Outbox.of({
    due: (until, limit) =>
      Effect.sync(() =>
        state.dueNotifications.due(until, limit).flatMap(({ key }) => {
          const call = state.calls.get(key)
          return call === undefined ? [] : [call.id]
        })
      ),
    next: (callId, until) =>
      Effect.sync(() => {
        const call = state.find(callId)
        const first = call === undefined ? undefined : state.firstPending(call)
        return first !== undefined && first.dueAt <= until ? first : undefined
      }),
    nextDue: (after) => Effect.sync(() => state.dueNotifications.nextAfter(after)),
    modify: (id, change) =>
      Effect.suspend(() => {
        const notification = state.notifications.get(id)
        const call = notification === undefined ? undefined : state.find(notification.callId)
        if (notification === undefined || call === undefined) {
          return Effect.fail(callsFailure(new NotificationNotFound({ id })))
        }
        const changed = change(notification)
        state.setNotification(call, changed)
        return Effect.succeed(changed)
      }),
    list: (callId) =>
      Effect.sync(() => {
        const all = Array.from(state.notifications.values())
        return callId === undefined ? all : all.filter((one) => idKey(one.callId) === idKey(callId))
      })
  })
