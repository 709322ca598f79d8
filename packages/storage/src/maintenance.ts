import { type CallId, idKey } from "@recordop/core"
import type { OnlineMeeting } from "@recordop/core/calls"
import { seedChange } from "@recordop/emulator/model/seedChange"
import type { CallChange, OperationWrite } from "@recordop/emulator/model/Turn"
import type { Seed, SeedCall } from "@recordop/emulator/protocol/Seed"
import { type Bounds, keptEndedBytes } from "@recordop/emulator/Store"
import { Effect } from "effect"
import { SqlClient, type SqlError } from "effect/sql"
import type { Failure } from "./Failure.ts"

/** How many calls are forgotten with one statement. */
const batch = 1_000

/** How what a seed has is written. */
interface Planting {
  readonly insertCall: (callId: CallId) => Effect.Effect<unknown, SqlError.SqlError>
  readonly writeCall: (call: CallChange) => Effect.Effect<unknown, Failure>
  readonly writeOperation: (callKey: string, write: OperationWrite) => Effect.Effect<unknown, Failure>
  readonly insertMeeting: (meeting: OnlineMeeting) => Effect.Effect<unknown, Failure>
}

/** What concerns the whole store: its seed, and what is forgotten. */
export const makeMaintenance = Effect.fnUntraced(
  function*({ insertCall, insertMeeting, writeCall, writeOperation }: Planting) {
    const sql = yield* SqlClient.SqlClient

    const plantCall = Effect.fnUntraced(function*(call: SeedCall) {
      const change = seedChange(call)
      yield* insertCall(call.id)
      yield* writeCall(change)
      yield* Effect.forEach(change.operations, (write) => writeOperation(idKey(call.id), write), { discard: true })
    })

    const plantCalls = ({ calls }: Seed) => Effect.forEach(calls, plantCall, { discard: true })
    const plantMeetings = ({ meetings = [] }: Seed) => Effect.forEach(meetings, insertMeeting, { discard: true })

    const whenEmpty = <E>(table: string, plant: Effect.Effect<void, E>) =>
      Effect.flatMap(sql`SELECT 1 FROM ${sql(table)} LIMIT 1`, (rows) => rows.length > 0 ? Effect.void : plant)

    const seedWhenEmpty = (seed: Seed) =>
      Effect.andThen(whenEmpty("calls", plantCalls(seed)), whenEmpty("meetings", plantMeetings(seed)))

    const deleteFrom = (table: string) => sql`DELETE FROM ${sql(table)}`
    const tables = ["notifications", "recordings", "media", "scripts", "operations", "calls"]
    const load = Effect.fnUntraced(function*(seed: Seed) {
      yield* Effect.forEach([...tables, "meetings"], deleteFrom, { discard: true })
      yield* plantCalls(seed)
      yield* plantMeetings(seed)
    })

    /** The keys of calls that are forgotten: chosen once, as what they have is what they are chosen by. */
    const overBounds = ({ endedBefore, endedCalls }: Bounds) =>
      sql`SELECT key FROM (
        SELECT key, ended_at, row_number() OVER newest AS number, sum(bytes) OVER newest AS bytes FROM (
          SELECT key, ended_at, octet_length(coalesce(state, '')) + coalesce((
            SELECT sum(octet_length(body)) FROM operations WHERE call_key = calls.key), 0) AS bytes
          FROM calls WHERE ended_at IS NOT NULL
        ) AS ended WINDOW newest AS (ORDER BY ended_at DESC, key)
      ) AS ranked WHERE ended_at < ${endedBefore} OR number > ${endedCalls} OR bytes > ${keptEndedBytes}`

    const pruneCalls = Effect.fnUntraced(function*(bounds: Bounds) {
      const keys = (yield* overBounds(bounds)).map(({ key }) => key)
      for (let start = 0; start < keys.length; start += batch) {
        const some = keys.slice(start, start + batch)
        for (const table of tables.slice(0, -1)) yield* sql`DELETE FROM ${sql(table)} WHERE ${sql.in("call_key", some)}`
        yield* sql`DELETE FROM calls WHERE ${sql.in("key", some)}`
      }
    })

    const pruneNotifications = ({ notificationBytes, notifications }: Bounds) =>
      sql`DELETE FROM notifications WHERE state <> 'pending' AND sequence <= coalesce((
      SELECT max(sequence) FROM (
        SELECT sequence, row_number() OVER newest AS number, sum(octet_length(body)) OVER newest AS bytes
        FROM notifications WHERE state <> 'pending' WINDOW newest AS (ORDER BY sequence DESC)
      ) AS ranked WHERE number > ${notifications} OR bytes > ${notificationBytes}), 0)`

    const prune = (bounds: Bounds) => Effect.andThen(pruneCalls(bounds), pruneNotifications(bounds))

    return { seedWhenEmpty, load, prune }
  }
)
