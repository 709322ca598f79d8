import { CallId, idKey } from "@recordop/core"
import type { Instant } from "@recordop/emulator/model/Instant"
import { type NewNotification, Notification } from "@recordop/emulator/model/Notification"
import { Effect, Predicate, Result, Schema } from "effect"
import { SqlClient } from "effect/sql"
import { candidates, idOf } from "./callTable.ts"
import { makeDialect } from "./dialect.ts"
import { makeReadRows, type RawRow, unlessLocked } from "./readRows.ts"
import { format, readNotification, writeNotification } from "./rows.ts"
import type { KeepAside } from "./SetAside.ts"

const { dueAt, sequence, state } = Notification.fields
const Row = Schema.Struct({
  sequence,
  id: Schema.String,
  callKey: Schema.String,
  state,
  dueAt,
  format: Schema.Int,
  body: Schema.String
})
const decodeRow = Schema.decodeUnknownResult(Row)
const CallRow = Schema.Struct({ key: Schema.toType(CallId), id: Schema.Unknown })

/** The columns say what is due; the rest is in the body. */
const parse = (row: RawRow): Result.Result<Notification, { readonly message: string }> => {
  const decoded = decodeRow(row)
  if (Result.isFailure(decoded)) return Result.fail(decoded.failure)
  const { body, callKey, dueAt, format, id, sequence, state } = decoded.success
  const read = readNotification(body, format)
  if (Result.isFailure(read)) return Result.fail(read.failure)
  const notification = { ...read.success, sequence, dueAt, state }
  if (notification.id !== id) return Result.fail({ message: `Expected notification ${id}, got ${notification.id}` })
  return idKey(notification.callId) === callKey
    ? Result.succeed(notification)
    : Result.fail({ message: `Expected a notification of call ${callKey}, got one of ${notification.callId}` })
}

/** The statements on notifications. */
export const makeNotificationTable = (keepAside: KeepAside) =>
  Effect.gen(function*() {
    const sql = yield* SqlClient.SqlClient
    const { forUpdate, unclaimed } = yield* makeDialect

    const columns = sql.literal(
      "one.sequence, one.id, call_key AS \"callKey\", one.state, due_at AS \"dueAt\", one.format, body"
    )

    const lose = Effect.fnUntraced(function*(row: RawRow, error: { readonly message: string }) {
      yield* keepAside("notifications", String(row["id"]), error, row)
      yield* sql`DELETE FROM notifications WHERE sequence = ${row["sequence"]}`
      return undefined
    })

    /** The notification of a row; `undefined`, and the row is set aside, when it cannot be read. */
    const read = (row: RawRow) => {
      const notification = parse(row)
      return Result.isSuccess(notification) ? Effect.succeed(notification.success) : lose(row, notification.failure)
    }

    const readAll = (rows: ReadonlyArray<RawRow>) =>
      Effect.map(
        Effect.forEach(rows, (row) => unlessLocked(read(row))),
        (read) => read.filter(Predicate.isNotUndefined)
      )

    /** The first that can be read of the rows that a statement gives. */
    const firstOf = Effect.fnUntraced(function*(rows: ReadonlyArray<RawRow>) {
      for (const row of rows) {
        const notification = yield* read(row)
        if (notification !== undefined) return notification
      }
      return undefined
    })

    /** Of a call the earliest notification that is pending and can be read. */
    const firstPending = (callId: CallId) =>
      Effect.flatMap(
        sql`SELECT ${columns} FROM notifications AS one
          WHERE call_key = ${idKey(callId)} AND state = 'pending' ORDER BY sequence LIMIT ${candidates}`,
        firstOf
      )

    const insert = Effect.fnUntraced(function*(notification: NewNotification) {
      const { callId, dueAt, id, state } = notification
      yield* sql`INSERT INTO notifications (id, call_key, state, due_at, format, body)
        VALUES (${id}, ${idKey(callId)}, ${state}, ${dueAt}, ${format}, ${yield* writeNotification(notification)})`
    })

    const update = Effect.fnUntraced(function*({ sequence, ...notification }: Notification) {
      const { dueAt, state } = notification
      yield* sql`UPDATE notifications
        SET state = ${state}, due_at = ${dueAt}, format = ${format}, body = ${yield* writeNotification(notification)}
          ${unclaimed}
        WHERE sequence = ${sequence}`
    })

    const isFirstPending = sql`one.state = 'pending' AND NOT EXISTS (
      SELECT 1 FROM notifications AS earlier
      WHERE earlier.call_key = one.call_key AND earlier.state = 'pending' AND earlier.sequence < one.sequence
    )`

    /** Whose key is none has no call: its own table sees to that. */
    const readCalls = makeReadRows(CallRow, () => Effect.void)

    const callsToTell = Effect.fnUntraced(function*(until: Instant, limit: number) {
      const rows = yield* sql`SELECT calls.key AS key, calls.id AS id
        FROM notifications AS one JOIN calls ON calls.key = one.call_key
        WHERE one.due_at <= ${until} AND ${isFirstPending} ORDER BY one.due_at, one.sequence LIMIT ${limit}`
      return (yield* readCalls(rows)).map(idOf)
    })

    const nextDue = (after: Instant) =>
      Effect.flatMap(
        sql`SELECT ${columns} FROM notifications AS one
          WHERE one.due_at > ${after} AND ${isFirstPending} ORDER BY one.due_at LIMIT ${candidates}`,
        firstOf
      )

    const page = (callKey: string | undefined, after: number, limit: number) =>
      callKey === undefined
        ? sql`SELECT ${columns} FROM notifications AS one WHERE sequence > ${after} ORDER BY sequence LIMIT ${limit}`
        : sql`SELECT ${columns} FROM notifications AS one
          WHERE call_key = ${callKey} AND sequence > ${after} ORDER BY sequence LIMIT ${limit}`

    return {
      find: (id: string) =>
        Effect.map(
          Effect.flatMap(sql`SELECT ${columns} FROM notifications AS one WHERE id = ${id} ${forUpdate}`, readAll),
          ([first]) => first
        ),
      firstPending,
      insert,
      update,
      callsToTell,
      nextDue: (after: Instant) => Effect.map(nextDue(after), (first) => first?.dueAt),
      page: (callId: CallId | undefined, after: number, limit: number) =>
        Effect.flatMap(page(callId === undefined ? undefined : idKey(callId), after, limit), readAll)
    }
  })
