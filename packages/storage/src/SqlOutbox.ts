import { callsFailure, type Notification, NotificationNotFound, Outbox } from "@recordop/core"
import { Effect, Layer } from "effect"
import { SqlClient } from "effect/sql"
import { makeCallTables } from "./callTables.ts"
import { orCallsUnavailable } from "./orUnavailable.ts"
import { StoreLog } from "./StoreLog.ts"
import { Transactions } from "./Transactions.ts"

/** `Outbox` on the tables that `migrate` makes. */
export const layer: Layer.Layer<Outbox, never, SqlClient.SqlClient | Transactions | StoreLog> = Layer.effect(
  Outbox,
  Effect.gen(function*() {
    const sql = yield* SqlClient.SqlClient
    const transactions = yield* Transactions
    const log = yield* StoreLog
    const tables = yield* makeCallTables

    const modify = Effect.fnUntraced(
      function*(id: string, change: (notification: Notification) => Notification) {
        const found = yield* tables.findNotification(id)
        if (found === undefined) return yield* callsFailure(new NotificationNotFound({ id }))
        const changed = change(found)
        const { attempts, callId, state } = changed
        yield* tables.updateNotification(changed)
        yield* sql.afterCommit(Effect.sync(() => log.publish({ _tag: "Notification", id, callId, state, attempts })))
        return changed
      },
      transactions.run,
      orCallsUnavailable
    )

    return Outbox.of({
      due: (until, limit) => orCallsUnavailable(tables.callsToTell(until, limit)),
      next: (callId, until) =>
        orCallsUnavailable(
          Effect.map(tables.firstPending(callId), (first) =>
            first !== undefined && first.dueAt <= until ? first : undefined)
        ),
      nextDue: (after) => orCallsUnavailable(tables.nextDueNotification(after)),
      modify,
      list: (callId) => orCallsUnavailable(tables.listNotifications(callId))
    })
  })
)
