import { CallId, idKey } from "@recordop/core"
import type { CallerScript } from "@recordop/emulator/model/caller/CallerScript"
import { type CallState, implicitCall, lostCall } from "@recordop/emulator/model/CallState"
import type { Instant } from "@recordop/emulator/model/Instant"
import type { CallChange } from "@recordop/emulator/model/Turn"
import { Cache, Clock, Effect, Result, Schema } from "effect"
import { SqlClient, SqlSchema } from "effect/sql"
import type { makeOperationTable } from "./operationTable.ts"
import { format, readCallState, readScript, writeCallState, writeScript } from "./rows.ts"
import type { KeepAside } from "./SetAside.ts"

const id = Schema.toType(CallId)
const Ids = Schema.Struct({ id })
const Row = Schema.Struct({ id, format: Schema.Int, state: Schema.NullOr(Schema.String) })

/** How many scripts are held that have been read, by their text. */
const heldScripts = 256

/** The statements on calls and their scripts. */
export const makeCallTable = (
  keepAside: KeepAside,
  operations: Effect.Success<ReturnType<typeof makeOperationTable>>
) =>
  Effect.gen(function*() {
    const sql = yield* SqlClient.SqlClient

    const rows = SqlSchema.findAll({
      Request: Schema.String,
      Result: Row,
      execute: (key) => sql`SELECT id, format, state FROM calls WHERE key = ${key}`
    })

    /** Writes the state of a call that may be new, and when something happens in it unless that is as it was. */
    const writeState = Effect.fnUntraced(
      function*(callId: CallId, state: CallState, dueAt: Instant | null | undefined) {
        const key = idKey(callId)
        const text = yield* writeCallState(state)
        const endedAt = state._tag === "Terminated" ? state.at : null
        yield* dueAt === undefined
          ? sql`INSERT INTO calls (key, id, state, format, ended_at) VALUES (${key}, ${callId}, ${text}, ${format}, ${endedAt})
          ON CONFLICT (key) DO UPDATE SET state = excluded.state, format = excluded.format, ended_at = excluded.ended_at`
          : sql`INSERT INTO calls (key, id, state, format, ended_at, due_at)
          VALUES (${key}, ${callId}, ${text}, ${format}, ${endedAt}, ${dueAt})
          ON CONFLICT (key) DO UPDATE SET state = excluded.state, format = excluded.format, ended_at = excluded.ended_at,
            due_at = excluded.due_at`
      }
    )

    /** The call counts as ended from now on; what it had is kept aside. */
    const lose = Effect.fnUntraced(function*(row: typeof Row.Type, error: { readonly message: string }) {
      const lost = lostCall(row.id, yield* Clock.currentTimeMillis)
      yield* keepAside("calls", row.id, error, row)
      yield* writeState(row.id, lost, null)
      yield* operations.clearQueue(idKey(row.id))
      return lost
    })

    const read = Effect.fnUntraced(function*(row: typeof Row.Type) {
      if (row.state === null) return implicitCall(row.id)
      const state = readCallState(row.state, row.format)
      return Result.isSuccess(state) ? state.success : yield* lose(row, state.failure)
    })

    /** The state of a call; `undefined` when there is no such call. */
    const find = Effect.fnUntraced(function*(callId: CallId) {
      const [row] = yield* rows(idKey(callId))
      return row === undefined ? undefined : yield* read(row)
    })

    const standingRows = SqlSchema.findAll({
      Request: Schema.Struct({ after: Schema.String, limit: Schema.Int }),
      Result: Row,
      execute: ({ after, limit }) =>
        sql`SELECT id, format, state FROM calls WHERE ended_at IS NULL AND key > ${after} ORDER BY key LIMIT ${limit}`
    })

    /** Calls that have not ended, in the order of their keys. */
    const standing = Effect.fnUntraced(function*(after: string, limit: number) {
      const states: Array<CallState> = []
      let last = after
      for (;;) {
        const missing = limit - states.length
        const rows = yield* standingRows({ after: last, limit: missing })
        for (const row of rows) {
          const state = yield* read(row)
          if (state._tag !== "Terminated") states.push(state)
          last = idKey(row.id)
        }
        // A row that cannot be read makes a page no shorter.
        if (rows.length < missing || states.length === limit) return states
      }
    })

    const endedRows = SqlSchema.findAll({
      Request: Schema.Int,
      Result: Row,
      execute: (limit) =>
        sql`SELECT id, format, state FROM calls WHERE ended_at IS NOT NULL ORDER BY ended_at DESC LIMIT ${limit}`
    })

    /** Calls that have ended, the one that ended last first. */
    const ended = (limit: number) => Effect.flatMap(endedRows(limit), (rows) => Effect.forEach(rows, read))

    const found = SqlSchema.findAll({
      Request: Schema.String,
      Result: Ids,
      execute: (key) => sql`SELECT id FROM calls WHERE key = ${key}`
    })

    const scriptRows = SqlSchema.findAll({
      Request: Schema.String,
      Result: Schema.Struct({ number: Schema.Int, text: Schema.String }),
      execute: (key) => sql`SELECT number, text FROM scripts WHERE call_key = ${key}`
    })

    const parsed = yield* Cache.make({
      capacity: heldScripts,
      lookup: (text: string) => Effect.fromResult(readScript(text))
    })

    /** The scripts of a call, by number; one that cannot be read is left out. */
    const scripts = Effect.fnUntraced(function*(callKey: string) {
      const found = new Map<number, CallerScript>()
      for (const { number, text } of yield* scriptRows(callKey)) {
        const script = yield* Effect.option(Cache.get(parsed, text))
        if (script._tag === "Some") found.set(number, script.value)
      }
      return found
    })

    const insert = (callId: CallId) =>
      sql`INSERT INTO calls (key, id, format) VALUES (${
        idKey(callId)
      }, ${callId}, ${format}) ON CONFLICT (key) DO NOTHING`

    const write = Effect.fnUntraced(function*({ callId, dueAt, newScript, state }: CallChange) {
      const key = idKey(callId)
      if (state !== undefined) yield* writeState(callId, state, dueAt)
      else if (dueAt !== undefined) yield* sql`UPDATE calls SET due_at = ${dueAt} WHERE key = ${key}`
      if (newScript === undefined) return
      yield* newScript.inUse.length === 0
        ? sql`DELETE FROM scripts WHERE call_key = ${key}`
        : sql`DELETE FROM scripts WHERE call_key = ${key} AND number <> ${newScript.inUse[0] ?? 0}`
      yield* sql`INSERT INTO scripts (call_key, number, text)
        VALUES (${key}, ${newScript.number}, ${yield* writeScript(newScript.script)})`
    })

    const due = SqlSchema.findAll({
      Request: Schema.Struct({ until: Schema.Int, limit: Schema.Int }),
      Result: Ids,
      execute: ({ limit, until }) => sql`SELECT id FROM calls WHERE due_at <= ${until} ORDER BY due_at LIMIT ${limit}`
    })

    const firstDue = SqlSchema.findOne({
      Request: Schema.Void,
      Result: Schema.Struct({ at: Schema.NullOr(Schema.Int) }),
      execute: () => sql`SELECT min(due_at) AS at FROM calls WHERE due_at IS NOT NULL`
    })

    return {
      find,
      standing,
      ended,
      exists: (callId: CallId) => Effect.map(found(idKey(callId)), (rows) => rows.length > 0),
      scripts,
      insert,
      write,
      due: (until: Instant, limit: number) => Effect.map(due({ until, limit }), (rows) => rows.map(({ id }) => id)),
      nextDue: Effect.map(firstDue(undefined), ({ at }) => at ?? undefined)
    }
  })
