import { CallId, idKey, type OperationKey, Version } from "@recordop/core"
import { isRecordOperation } from "@recordop/core/calls"
import type { OperationWrite, QueuedOperation, StoredOperation } from "@recordop/emulator/model/Turn"
import type { ListedOperation } from "@recordop/emulator/Store"
import { Effect, Option, Result, Schema } from "effect"
import { SqlClient, SqlSchema } from "effect/sql"
import { makeDialect } from "./dialect.ts"
import { type RawRow, unlessLocked } from "./readRows.ts"
import { format, readOperation, readTask, writeOperation, writeTask } from "./rows.ts"
import type { KeepAside } from "./SetAside.ts"

const recordOperation = "#microsoft.graph.recordOperation"

const Row = Schema.Struct({
  key: Schema.String,
  version: Version,
  format: Schema.Int,
  body: Schema.String,
  task: Schema.NullOr(Schema.String)
})

const decodeRow = Schema.decodeUnknownResult(Row)
const isId = Schema.is(CallId)
const decodeSequence = Schema.decodeUnknownOption(Schema.Int)

/** The statements on the operations of calls. */
export const makeOperationTable = (keepAside: KeepAside) =>
  Effect.gen(function*() {
    const sql = yield* SqlClient.SqlClient
    const { noLimit } = yield* makeDialect

    const remove = (callKey: string, key: string) =>
      sql`DELETE FROM operations WHERE call_key = ${callKey} AND key = ${key}`

    const setAside = Effect.fnUntraced(function*(callKey: string, row: RawRow, error: { readonly message: string }) {
      yield* keepAside("operations", `${callKey}/${String(row["key"])}`, error, { ...row, callKey })
      yield* sql`DELETE FROM operations WHERE call_key = ${callKey} AND key = ${row["key"]}`
      return undefined
    })

    /** The operation of a row; `undefined`, and the row is set aside, when it cannot be read. */
    const read = (callKey: string, row: RawRow) => {
      const stored = parse(row)
      return Result.isSuccess(stored)
        ? Effect.succeed(stored.success)
        : unlessLocked(setAside(callKey, row, stored.failure))
    }

    /** The call's own id and the operation, as far as they are there. */
    const find = Effect.fnUntraced(function*({ callId, operationId }: OperationKey) {
      const callKey = idKey(callId)
      const [found] =
        yield* sql`SELECT calls.id AS "callId", operations.key AS key, version, operations.format AS format,
        body, task FROM calls LEFT JOIN operations ON call_key = calls.key AND operations.key = ${idKey(operationId)}
        WHERE calls.key = ${callKey}`
      if (found === undefined) return undefined
      const { callId: given, ...row } = found
      // A row of a call that says something else is dealt with by whoever reads its state.
      const storedId = isId(given) && idKey(given) === callKey ? given : callId
      if (row["key"] === null) return { callId: storedId }
      const operation = yield* read(callKey, row)
      return operation === undefined ? { callId: storedId } : { callId: storedId, operation }
    })

    /** What plays, records or waits, in order; at most so many, or all, and whether that is all. */
    const queue = Effect.fnUntraced(function*(callKey: string, limit: number | null) {
      const rows = yield* sql`SELECT key, version, format, body, task FROM operations
        WHERE call_key = ${callKey} AND position IS NOT NULL ORDER BY position LIMIT ${limit ?? noLimit}`
      const queued: Array<QueuedOperation> = []
      for (const row of rows) {
        const operation = yield* read(callKey, row)
        if (operation !== undefined && operation.task !== null) queued.push({ ...operation, task: operation.task })
      }
      return { queued, isWhole: limit === null || rows.length < limit }
    })

    /** Record operations in the order of their creation; a row that cannot be read makes a page no shorter. */
    const page = Effect.fnUntraced(function*(callKey: string, after: number, skip: number, limit: number) {
      const listed: Array<ListedOperation> = []
      let last = after
      for (;;) {
        const missing = limit - listed.length
        const rows = yield* sql`SELECT sequence, key, version, format, body, task FROM operations
          WHERE call_key = ${callKey} AND type = ${recordOperation} AND sequence > ${last}
          ORDER BY sequence LIMIT ${missing} OFFSET ${last === after ? skip : 0}`
        const before = last
        for (const { sequence: given, ...row } of rows) {
          const stored = yield* read(callKey, row)
          const sequence = decodeSequence(given)
          if (Option.isNone(sequence)) continue
          last = sequence.value
          if (stored === undefined || !isRecordOperation(stored.operation)) continue
          const { operation, version } = stored
          listed.push({ sequence: last, current: { version, operation } })
        }
        if (rows.length < missing || listed.length === limit || last === before) return listed
      }
    })

    const counted = SqlSchema.findOne({
      Request: Schema.String,
      Result: Schema.Struct({ count: Schema.Int }),
      execute: (callKey) =>
        sql`SELECT count(*) AS count FROM operations WHERE call_key = ${callKey} AND type = ${recordOperation}`
    })

    const write = Effect.fnUntraced(
      function*(callKey: string, { changeType, operation, task, version }: OperationWrite) {
        const key = idKey(operation.id)
        if (changeType === "deleted") return yield* remove(callKey, key)
        const taskText = task === null ? null : yield* writeTask(task)
        if (changeType === undefined) {
          return yield* sql`UPDATE operations SET task = ${taskText} WHERE call_key = ${callKey} AND key = ${key}`
        }
        const body = writeOperation(operation)
        if (changeType === "updated") {
          return yield* sql`UPDATE operations SET version = ${version}, body = ${body}, format = ${format}, task = ${taskText},
          position = CASE WHEN CAST(${taskText} AS TEXT) IS NULL THEN NULL ELSE position END
          WHERE call_key = ${callKey} AND key = ${key}`
        }
        const next = sql`(SELECT coalesce(max(position), 0) + 1 FROM operations
        WHERE call_key = ${callKey} AND position IS NOT NULL)`
        return yield* sql`INSERT INTO operations (call_key, key, type, version, format, body, task, position)
        VALUES (${callKey}, ${key}, ${operation["@odata.type"]}, ${version}, ${format}, ${body}, ${taskText},
          ${task === null ? null : next})`
      }
    )

    /** Writes an operation that neither plays nor waits: no index has to be looked at. */
    const rewrite = (callKey: string, { operation, version }: OperationWrite) =>
      sql`UPDATE operations SET version = ${version}, body = ${writeOperation(operation)}, format = ${format}
        WHERE call_key = ${callKey} AND key = ${idKey(operation.id)}`

    /** What plays, records or waits in a call does so no more. */
    const clearQueue = (callKey: string) =>
      sql`UPDATE operations SET task = NULL, position = NULL WHERE call_key = ${callKey} AND position IS NOT NULL`

    return { find, queue, page, count: counted, write, rewrite, clearQueue }
  })

const parse = (row: RawRow): Result.Result<StoredOperation, { readonly message: string }> => {
  const decoded = decodeRow(row)
  if (Result.isFailure(decoded)) return Result.fail(decoded.failure)
  const { body, format, key, task, version } = decoded.success
  const operation = readOperation(body, format)
  if (Result.isFailure(operation)) return Result.fail(operation.failure)
  const { id } = operation.success
  if (idKey(id) !== key) return Result.fail({ message: `Expected operation ${key}, got ${id}` })
  if (task === null) return Result.succeed({ version, operation: operation.success, task: null })
  return Result.map(readTask(task, format), (task) => ({ version, operation: operation.success, task }))
}
