import { CallId, idKey } from "@recordop/core"
import type { Instant } from "@recordop/emulator/model/Instant"
import type { NewNotification, Notification } from "@recordop/emulator/model/Notification"
import { Effect, Result, Schema } from "effect"
import { SqlClient, SqlSchema } from "effect/sql"
import { makeDialect } from "./dialect.ts"
import { format, readNotification, writeNotification } from "./rows.ts"
import type { KeepAside } from "./SetAside.ts"

const Row = Schema.Struct({ sequence: Schema.Int, id: Schema.String, format: Schema.Int, body: Schema.String })

/** The statements on notifications. */
export const makeNotificationTable = (keepAside: KeepAside) =>
  Effect.gen(function*() {
    const sql = yield* SqlClient.SqlClient
    const { forUpdate, unclaimed } = yield* makeDialect

    /** The notification of a row; `undefined`, and the row is set aside, when it cannot be read. */
    const read = Effect.fnUntraced(function*(row: typeof Row.Type) {
      const notification = readNotification(row.body, row.format)
      if (Result.isSuccess(notification)) return { ...notification.success, sequence: row.sequence }
      yield* keepAside("notifications", row.id, notification.failure, row)
      yield* sql`DELETE FROM notifications WHERE sequence = ${row.sequence}`
      return undefined
    })

    const readAll = Effect.fnUntraced(function*(rows: ReadonlyArray<typeof Row.Type>) {
      const notifications: Array<Notification> = []
      for (const row of rows) {
        const notification = yield* read(row)
        if (notification !== undefined) notifications.push(notification)
      }
      return notifications
    })

    const byId = SqlSchema.findAll({
      Request: Schema.String,
      Result: Row,
      execute: (id) => sql`SELECT sequence, id, format, body FROM notifications WHERE id = ${id} ${forUpdate}`
    })

    const pending = SqlSchema.findAll({
      Request: Schema.String,
      Result: Row,
      execute: (callKey) =>
        sql`SELECT sequence, id, format, body FROM notifications
          WHERE call_key = ${callKey} AND state = 'pending' ORDER BY sequence LIMIT 1`
    })

    /** Of a call the earliest notification that is pending and can be read. */
    const firstPending = Effect.fnUntraced(function*(callId: CallId) {
      for (;;) {
        const [row] = yield* pending(idKey(callId))
        const notification = row === undefined ? undefined : yield* read(row)
        if (row === undefined || notification !== undefined) return notification
      }
    })

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

    const callsToTell = SqlSchema.findAll({
      Request: Schema.Struct({ until: Schema.Int, limit: Schema.Int }),
      Result: Schema.Struct({ id: Schema.toType(CallId) }),
      execute: ({ limit, until }) =>
        sql`SELECT calls.id AS id FROM notifications AS one JOIN calls ON calls.key = one.call_key
          WHERE one.due_at <= ${until} AND ${isFirstPending} ORDER BY one.due_at, one.sequence LIMIT ${limit}`
    })

    const nextDue = SqlSchema.findOne({
      Request: Schema.Int,
      Result: Schema.Struct({ at: Schema.NullOr(Schema.Int) }),
      execute: (after) =>
        sql`SELECT min(one.due_at) AS at FROM notifications AS one
          WHERE one.due_at > ${after} AND ${isFirstPending}`
    })

    const pages = SqlSchema.findAll({
      Request: Schema.Struct({ callKey: Schema.NullOr(Schema.String), after: Schema.Int, limit: Schema.Int }),
      Result: Row,
      execute: ({ after, callKey, limit }) =>
        callKey === null
          ? sql`SELECT sequence, id, format, body FROM notifications
            WHERE sequence > ${after} ORDER BY sequence LIMIT ${limit}`
          : sql`SELECT sequence, id, format, body FROM notifications
            WHERE call_key = ${callKey} AND sequence > ${after} ORDER BY sequence LIMIT ${limit}`
    })

    return {
      find: (id: string) => Effect.map(Effect.flatMap(byId(id), readAll), ([first]) => first),
      firstPending,
      insert,
      update,
      callsToTell: (until: Instant, limit: number) =>
        Effect.map(callsToTell({ until, limit }), (rows) => rows.map(({ id }) => id)),
      nextDue: (after: Instant) => Effect.map(nextDue(after), ({ at }) => at ?? undefined),
      page: (callId: CallId | undefined, after: number, limit: number) =>
        Effect.flatMap(pages({ callKey: callId === undefined ? null : idKey(callId), after, limit }), readAll)
    }
  })
