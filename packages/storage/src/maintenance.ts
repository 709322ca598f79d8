import { type CallId, idKey } from "@recordop/core"
import type { OnlineMeeting } from "@recordop/core/calls"
import type { OperationWrite } from "@recordop/emulator/model/Turn"
import type { Seed } from "@recordop/emulator/protocol/Seed"
import type { Bounds } from "@recordop/emulator/Store"
import { Effect, type Schema } from "effect"
import { SqlClient, type SqlError } from "effect/sql"

/** How what a seed has is written. */
interface Planting {
  readonly insertCall: (callId: CallId) => Effect.Effect<unknown, SqlError.SqlError>
  readonly writeOperation: (
    callKey: string,
    write: OperationWrite
  ) => Effect.Effect<unknown, SqlError.SqlError | Schema.SchemaError>
  readonly insertMeeting: (meeting: OnlineMeeting) => Effect.Effect<unknown, SqlError.SqlError | Schema.SchemaError>
}

/** What concerns the whole store: its seed, and what is forgotten. */
export const makeMaintenance = Effect.fnUntraced(function*(
  seed: Seed,
  { insertCall, insertMeeting, writeOperation }: Planting
) {
  const sql = yield* SqlClient.SqlClient

  const plantCalls = Effect.forEach(seed.calls, ({ id, operations }) =>
    Effect.andThen(
      insertCall(id),
      Effect.forEach(operations, (operation) =>
        writeOperation(idKey(id), { version: 1, operation, task: null, changeType: "created" }))
    ), { discard: true })

  const plantMeetings = Effect.forEach(seed.meetings ?? [], insertMeeting, { discard: true })

  const whenEmpty = <E>(table: string, plant: Effect.Effect<void, E>) =>
    Effect.flatMap(sql`SELECT 1 FROM ${sql(table)} LIMIT 1`, (rows) => rows.length > 0 ? Effect.void : plant)

  const seedWhenEmpty = Effect.andThen(whenEmpty("calls", plantCalls), whenEmpty("meetings", plantMeetings))

  const deleteFrom = (table: string) => sql`DELETE FROM ${sql(table)}`
  const tables = ["notifications", "recordings", "scripts", "operations", "calls"]
  const reset = Effect.gen(function*() {
    yield* Effect.forEach([...tables, "meetings"], deleteFrom, { discard: true })
    yield* plantCalls
    yield* plantMeetings
  })

  const pruneCalls = Effect.fnUntraced(function*({ endedBefore, endedCalls }: Bounds) {
    const over = sql`SELECT key FROM calls WHERE ended_at IS NOT NULL AND (ended_at < ${endedBefore} OR key NOT IN (
      SELECT key FROM calls WHERE ended_at IS NOT NULL ORDER BY ended_at DESC LIMIT ${endedCalls}))`
    for (const table of tables.slice(0, -1)) {
      yield* sql`DELETE FROM ${sql(table)} WHERE call_key IN (${over})`
    }
    yield* sql`DELETE FROM calls WHERE key IN (${over})`
  })

  const pruneNotifications = ({ notificationBytes, notifications }: Bounds) =>
    sql`DELETE FROM notifications WHERE state <> 'pending' AND sequence <= coalesce((
      SELECT max(sequence) FROM (
        SELECT sequence, row_number() OVER newest AS number, sum(length(body)) OVER newest AS bytes
        FROM notifications WHERE state <> 'pending' WINDOW newest AS (ORDER BY sequence DESC)
      ) WHERE number > ${notifications} OR bytes > ${notificationBytes}), 0)`

  const prune = (bounds: Bounds) => Effect.andThen(pruneCalls(bounds), pruneNotifications(bounds))

  return { seedWhenEmpty, reset, prune }
})
