import { CallId, idKey, type OperationKey, Version } from "@recordop/core"
import { isRecordOperation } from "@recordop/core/calls"
import type { OperationWrite, QueuedOperation, StoredOperation } from "@recordop/emulator/model/Turn"
import type { ListedOperation } from "@recordop/emulator/Store"
import { Effect, Result, Schema } from "effect"
import { SqlClient, SqlSchema } from "effect/sql"
import { makeDialect } from "./dialect.ts"
import { format, readOperation, readTask, writeOperation, writeTask } from "./rows.ts"
import type { KeepAside } from "./SetAside.ts"

const recordOperation = "#microsoft.graph.recordOperation"

const columns = {
  key: Schema.String,
  version: Version,
  format: Schema.Int,
  body: Schema.String,
  task: Schema.NullOr(Schema.String)
}

const Found = Schema.Struct({
  callId: Schema.toType(CallId),
  key: Schema.NullOr(Schema.String),
  version: Schema.NullOr(Version),
  format: Schema.NullOr(Schema.Int),
  body: Schema.NullOr(Schema.String),
  task: Schema.NullOr(Schema.String)
})

type Row = Schema.Struct.Type<typeof columns>

const decodeFound = Schema.decodeUnknownEffect(Found)

/** The statements on the operations of calls. */
export const makeOperationTable = (keepAside: KeepAside) =>
  Effect.gen(function*() {
    const sql = yield* SqlClient.SqlClient
    const { noLimit } = yield* makeDialect

    const remove = (callKey: string, key: string) =>
      sql`DELETE FROM operations WHERE call_key = ${callKey} AND key = ${key}`

    const setAside = Effect.fnUntraced(function*(callKey: string, row: Row, error: Schema.SchemaError) {
      yield* keepAside("operations", `${callKey}/${row.key}`, error, { ...row, callKey })
      yield* remove(callKey, row.key)
      return undefined
    })

    /** The operation of a row; `undefined`, and the row is set aside, when it cannot be read. */
    const read = (callKey: string, row: Row) => {
      const stored = parse(row)
      return Result.isSuccess(stored) ? Effect.succeed(stored.success) : setAside(callKey, row, stored.failure)
    }

    /** The call's own id and the operation, as far as they are there. */
    const find = Effect.fnUntraced(function*({ callId, operationId }: OperationKey) {
      const callKey = idKey(callId)
      const [found] =
        yield* sql`SELECT calls.id AS "callId", operations.key AS key, version, operations.format AS format,
        body, task FROM calls LEFT JOIN operations ON call_key = calls.key AND operations.key = ${idKey(operationId)}
        WHERE calls.key = ${callKey}`
      if (found === undefined) return undefined
      const { callId: storedId, ...row } = yield* decodeFound(found)
      if (!isRow(row)) return { callId: storedId }
      const operation = yield* read(callKey, row)
      return operation === undefined ? { callId: storedId } : { callId: storedId, operation }
    })

    const queueRows = SqlSchema.findAll({
      Request: Schema.Struct({ callKey: Schema.String, limit: Schema.NullOr(Schema.Int) }),
      Result: Schema.Struct(columns),
      execute: ({ callKey, limit }) =>
        sql`SELECT key, version, format, body, task FROM operations
          WHERE call_key = ${callKey} AND position IS NOT NULL ORDER BY position LIMIT ${limit ?? noLimit}`
    })

    /** What plays, records or waits, in order; at most so many, or all. */
    const queue = Effect.fnUntraced(function*(callKey: string, limit: number | null) {
      const rows = yield* queueRows({ callKey, limit })
      const queued: Array<QueuedOperation> = []
      for (const row of rows) {
        const operation = yield* read(callKey, row)
        if (operation !== undefined && operation.task !== null) queued.push({ ...operation, task: operation.task })
      }
      return queued
    })

    const pageRows = SqlSchema.findAll({
      Request: Schema.Struct({ callKey: Schema.String, after: Schema.Int, skip: Schema.Int, limit: Schema.Int }),
      Result: Schema.Struct({ ...columns, sequence: Schema.Int }),
      execute: ({ after, callKey, limit, skip }) =>
        sql`SELECT sequence, key, version, format, body, task FROM operations
          WHERE call_key = ${callKey} AND type = ${recordOperation} AND sequence > ${after}
          ORDER BY sequence LIMIT ${limit} OFFSET ${skip}`
    })

    /** Record operations in the order of their creation. */
    const page = Effect.fnUntraced(function*(callKey: string, after: number, skip: number, limit: number) {
      const listed: Array<ListedOperation> = []
      for (const { sequence, ...row } of yield* pageRows({ callKey, after, skip, limit })) {
        const stored = yield* read(callKey, row)
        if (stored === undefined || !isRecordOperation(stored.operation)) continue
        listed.push({ sequence, current: { version: stored.version, operation: stored.operation } })
      }
      return listed
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

const isRow = (row: { readonly [Name in keyof Row]: Row[Name] | null }): row is Row => row.key !== null

const parse = ({ body, format, task, version }: Row): Result.Result<StoredOperation, Schema.SchemaError> => {
  const operation = readOperation(body, format)
  if (Result.isFailure(operation)) return Result.fail(operation.failure)
  if (task === null) return Result.succeed({ version, operation: operation.success, task: null })
  return Result.map(readTask(task, format), (task) => ({ version, operation: operation.success, task }))
}
