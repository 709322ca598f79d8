import { CallId, idKey } from "@recordop/core"
import type { CallerScript } from "@recordop/emulator/model/caller/CallerScript"
import { type CallState, implicitCall, lostCall } from "@recordop/emulator/model/CallState"
import { Instant } from "@recordop/emulator/model/Instant"
import type { CallChange } from "@recordop/emulator/model/Turn"
import { Cache, Clock, Effect, Predicate, Result, Schema } from "effect"
import { SqlClient } from "effect/sql"
import type { makeOperationTable } from "./operationTable.ts"
import { makeReadRows, type RawRow, unlessLocked } from "./readRows.ts"
import { format, readCallState, readScript, writeCallState, writeScript } from "./rows.ts"
import type { KeepAside } from "./SetAside.ts"

const id = Schema.toType(CallId)
const Row = Schema.Struct({ key: Schema.String, id, format: Schema.Int, state: Schema.NullOr(Schema.String) }).check(
  Schema.makeFilter(({ id, key }) => idKey(id) === key, { expected: "an id that belongs to the key" })
)
const DueRow = Schema.Struct({ key: id, id: Schema.Unknown, at: Instant })
const ScriptRow = Schema.Struct({ number: Schema.Int, text: Schema.String })
const isId = Schema.is(id)

/** The id of a call of which a row may say something else. */
export const idOf = ({ id, key }: { readonly id: unknown; readonly key: CallId }): CallId =>
  isId(id) && idKey(id) === key ? id : key

/** How many rows are looked at for the first that can be read: one that cannot may not be taken away either. */
export const candidates = 8

/** How many scripts are held that have been read, by their text. */
const heldScripts = 256

/** The statements on calls and their scripts. */
export const makeCallTable = (
  keepAside: KeepAside,
  operations: Effect.Success<ReturnType<typeof makeOperationTable>>
) =>
  Effect.gen(function*() {
    const sql = yield* SqlClient.SqlClient

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
    const lose = Effect.fnUntraced(function*({ key }: RawRow, error: { readonly message: string }) {
      const [row = {}] = yield* sql`SELECT * FROM calls WHERE key = ${key}`
      yield* keepAside("calls", String(key), error, row)
      if (!isId(key)) return yield* Effect.as(sql`DELETE FROM calls WHERE key = ${key}`, undefined)
      const lost = lostCall(idOf({ id: row["id"], key }), yield* Clock.currentTimeMillis)
      yield* sql`UPDATE calls SET id = ${lost.id} WHERE key = ${key}`
      yield* writeState(lost.id, lost, null)
      yield* operations.clearQueue(key)
      return lost
    })

    const decodeRow = Schema.decodeUnknownResult(Row)

    /** The state that a row says; a call whose key is none is not there. */
    const read = Effect.fnUntraced(function*(raw: RawRow) {
      const row = decodeRow(raw)
      if (Result.isFailure(row)) return yield* unlessLocked(lose(raw, row.failure))
      const { format, id, key, state: text } = row.success
      if (text === null) return implicitCall(id)
      const state = readCallState(text, format)
      if (Result.isFailure(state)) return yield* unlessLocked(lose(raw, state.failure))
      return idKey(state.success.id) === key
        ? state.success
        : yield* unlessLocked(
          lose(raw, { message: `Expected the state of call ${id}, got that of ${state.success.id}` })
        )
    })

    /** The state of a call; `undefined` when there is no such call. */
    const find = Effect.fnUntraced(function*(callId: CallId) {
      const [row] = yield* sql`SELECT key, id, format, state FROM calls WHERE key = ${idKey(callId)}`
      return row === undefined ? undefined : yield* read(row)
    })

    /** Calls that have not ended, in the order of their keys. */
    const standing = Effect.fnUntraced(function*(after: string, limit: number) {
      const states: Array<CallState> = []
      let last = after
      for (;;) {
        const missing = limit - states.length
        const rows = yield* sql`SELECT key, id, format, state FROM calls
          WHERE ended_at IS NULL AND key > ${last} ORDER BY key LIMIT ${missing}`
        for (const row of rows) {
          const state = yield* read(row)
          if (state !== undefined && state._tag !== "Terminated") states.push(state)
        }
        const before = last
        const key = rows.at(-1)?.["key"]
        last = typeof key === "string" ? key : last
        // A row that cannot be read makes a page no shorter, unless it cannot be passed.
        if (rows.length < missing || states.length === limit || last === before) return states
      }
    })

    /** Calls that have ended, the one that ended last first. */
    const ended = Effect.fnUntraced(function*(limit: number) {
      const rows = yield* sql`SELECT key, id, format, state FROM calls
        WHERE ended_at IS NOT NULL ORDER BY ended_at DESC LIMIT ${limit}`
      return (yield* Effect.forEach(rows, read)).filter(Predicate.isNotUndefined)
    })

    const loseScript = Effect.fnUntraced(function*(callKey: string, row: RawRow, error: Schema.SchemaError) {
      yield* keepAside("scripts", `${callKey}/${String(row["number"])}`, error, { ...row, callKey })
      yield* sql`DELETE FROM scripts WHERE call_key = ${callKey} AND number = ${row["number"]}`
    })

    const parsed = yield* Cache.make({
      capacity: heldScripts,
      lookup: (text: string) => Effect.fromResult(readScript(text))
    })

    const decodeScriptRow = Schema.decodeUnknownResult(ScriptRow)

    /** The scripts of a call, by number; one that cannot be read is left out. */
    const scripts = Effect.fnUntraced(function*(callKey: string) {
      const found = new Map<number, CallerScript>()
      for (const row of yield* sql`SELECT number, text FROM scripts WHERE call_key = ${callKey}`) {
        const script = yield* Effect.fromResult(decodeScriptRow(row)).pipe(
          Effect.flatMap(({ number, text }) =>
            Effect.map(Cache.get(parsed, text), (script) => [number, script] as const)
          ),
          Effect.catchTag("SchemaError", (error) => Effect.as(loseScript(callKey, row, error), undefined))
        )
        if (script !== undefined) found.set(...script)
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

    const readDue = makeReadRows(DueRow, lose)

    const due = Effect.fnUntraced(function*(until: Instant, limit: number) {
      const rows = yield* sql`SELECT key, id, due_at AS at FROM calls
        WHERE due_at <= ${until} ORDER BY due_at LIMIT ${limit}`
      return (yield* readDue(rows)).map(idOf)
    })

    const nextDue = Effect.gen(function*() {
      const rows = yield* sql`SELECT key, id, due_at AS at FROM calls
        WHERE due_at IS NOT NULL ORDER BY due_at LIMIT ${candidates}`
      for (const row of rows) {
        const [first] = yield* readDue([row])
        if (first !== undefined) return first.at
      }
      return undefined
    })

    return {
      find,
      standing,
      ended,
      exists: (callId: CallId) =>
        Effect.map(sql`SELECT 1 FROM calls WHERE key = ${idKey(callId)}`, (rows) => rows.length > 0),
      scripts,
      insert,
      write,
      due,
      nextDue
    }
  })
