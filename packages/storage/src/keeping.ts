import { idKey } from "@recordop/core"
import type { EventLog } from "@recordop/emulator/EventLog"
import type { Change } from "@recordop/emulator/Store"
import { Effect } from "effect"
import type { SqlClient } from "effect/sql"
import type { LoadedTables } from "./loading.ts"
import type { makeOtherTables } from "./otherTables.ts"

/** The tables that changes are kept in. */
export interface KeptTables extends LoadedTables {
  readonly sql: SqlClient.SqlClient
  readonly log: EventLog
  readonly others: Effect.Success<ReturnType<typeof makeOtherTables>>
}

/** Keeps a change as a whole or not at all, and publishes it once it is committed. */
export const makeKeep = ({ calls, log, notifications, operations, others, sql }: KeptTables) => {
  const keepAll = Effect.fnUntraced(function*({ call, changed, clock, key, made = [] }: Change) {
    if (call !== undefined) {
      const callKey = idKey(call.callId)
      yield* calls.write(call)
      for (const write of call.operations) {
        if (write.changeType === "created") yield* calls.insert(call.callId)
        yield* operations.write(callKey, write)
      }
      for (const recording of call.recordings) yield* others.insertRecording(call.callId, recording)
    }
    for (const notification of made) yield* notifications.insert(notification)
    if (changed !== undefined) yield* notifications.update(changed)
    if (clock !== undefined) yield* others.writeClock(clock)
    if (key !== undefined) yield* others.writeKey(key)
  })

  const keep = Effect.fnUntraced(function*(change: Change) {
    // One statement is kept as a whole or not at all by itself.
    yield* isOneStatement(change) ? keepAll(change) : sql.withTransaction(keepAll(change))
    if (change.events.length > 0) yield* sql.afterCommit(Effect.sync(() => change.events.forEach(log.publish)))
  })

  return keep
}

/** Whether all that is to be kept is one operation that is there already. */
const isOneStatement = ({ call, changed, clock, key, made = [] }: Change): boolean =>
  call !== undefined && call.state === undefined && call.dueAt === undefined && call.newScript === undefined &&
  call.recordings.length === 0 && call.operations.length === 1 && call.operations[0]?.changeType !== "created" &&
  made.length === 0 && changed === undefined && clock === undefined && key === undefined
