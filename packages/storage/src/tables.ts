import {
  CallId,
  idKey,
  type OperationId,
  type OperationKey,
  RecordOperation,
  Version,
  type VersionedOperation
} from "@recordop/core"
import { Effect, Schema } from "effect"
import { SqlClient } from "effect/sql"

const Body = Schema.fromJsonString(RecordOperation)
const callId = Schema.toType(CallId)

const Found = Schema.Struct({ callId, version: Schema.NullOr(Version), body: Schema.NullOr(Body) })
const Listed = Schema.Struct({ sequence: Schema.Int, version: Version, body: Body })

const decodeCalls = Schema.decodeUnknownEffect(Schema.Array(Schema.Struct({ id: callId })))
const decodeCounts = Schema.decodeUnknownEffect(Schema.Array(Schema.Struct({ count: Schema.Int })))
const decodeFound = Schema.decodeUnknownEffect(Found)
const decodeListed = Schema.decodeUnknownEffect(Schema.Array(Listed))

/** An operation is its own wire form, so there is nothing to encode. */
const toBody = (operation: RecordOperation): string => JSON.stringify(operation)

/** What the rows of an operation's call and of the operation say. */
export interface FoundOperation {
  readonly callId: CallId
  /** Absent when the call has no such operation. */
  readonly current?: VersionedOperation
}

/** An operation on a page; `sequence` orders those of all calls by creation. */
export interface ListedOperation {
  readonly sequence: number
  readonly current: VersionedOperation
}

/** The statements on calls and their operations. */
export const makeTables = Effect.gen(function*() {
  const sql = yield* SqlClient.SqlClient

  const hasCalls = Effect.map(
    Effect.flatMap(sql`SELECT id FROM calls LIMIT 1`, decodeCalls),
    (rows) => rows.length > 0
  )

  const findCall = Effect.fnUntraced(function*(id: CallId) {
    const [row] = yield* decodeCalls(yield* sql`SELECT id FROM calls WHERE key = ${idKey(id)}`)
    return row?.id
  })

  const insertCall = (id: CallId) =>
    sql`INSERT INTO calls (key, id) VALUES (${idKey(id)}, ${id}) ON CONFLICT (key) DO NOTHING`

  const find = Effect.fnUntraced(function*({ callId, operationId }: OperationKey) {
    const [row] = yield* sql`SELECT calls.id AS "callId", version, body FROM calls
        LEFT JOIN record_operations ON call_key = calls.key AND record_operations.key = ${idKey(operationId)}
        WHERE calls.key = ${idKey(callId)}`
    if (row === undefined) return undefined
    const { body: operation, callId: foundId, version } = yield* decodeFound(row)
    const found: FoundOperation = operation === null || version === null
      ? { callId: foundId }
      : { callId: foundId, current: { version, operation } }
    return found
  })

  /** Those of a call's operations that have these ids. */
  const findMany = Effect.fnUntraced(function*(id: CallId, ids: ReadonlyArray<OperationId>) {
    if (ids.length === 0) return []
    const rows = yield* sql`SELECT sequence, version, body FROM record_operations
      WHERE call_key = ${idKey(id)} AND ${sql.in("key", ids.map(idKey))}`
    return (yield* decodeListed(rows)).map(({ body: operation, version }): VersionedOperation => ({
      operation,
      version
    }))
  })

  const page = Effect.fnUntraced(function*(id: CallId, after: number, skip: number, limit: number) {
    const rows = yield* decodeListed(
      yield* sql`SELECT sequence, version, body FROM record_operations
        WHERE call_key = ${idKey(id)} AND sequence > ${after} ORDER BY sequence LIMIT ${limit} OFFSET ${skip}`
    )
    return rows.map(({ body: operation, sequence, version }): ListedOperation => ({
      sequence,
      current: { version, operation }
    }))
  })

  const count = Effect.fnUntraced(function*(id: CallId) {
    const [row] = yield* decodeCounts(
      yield* sql`SELECT count(*) AS count FROM record_operations WHERE call_key = ${idKey(id)}`
    )
    return row?.count ?? 0
  })

  /** False when the call has an operation with this id already. */
  const insert = Effect.fnUntraced(function*(id: CallId, { operation, version }: VersionedOperation) {
    const rows = yield* sql`INSERT INTO record_operations (call_key, key, version, body)
      VALUES (${idKey(id)}, ${idKey(operation.id)}, ${version}, ${toBody(operation)})
      ON CONFLICT (call_key, key) DO NOTHING RETURNING sequence`
    return rows.length > 0
  })

  /** False when the operation is not in version `from`. */
  const replace = Effect.fnUntraced(function*(id: CallId, from: Version, { operation, version }: VersionedOperation) {
    const rows = yield* sql`UPDATE record_operations SET version = ${version}, body = ${toBody(operation)}
      WHERE call_key = ${idKey(id)} AND key = ${idKey(operation.id)} AND version = ${from} RETURNING sequence`
    return rows.length > 0
  })

  /** False when the operation is not in this version. */
  const remove = Effect.fnUntraced(function*(id: CallId, { operation, version }: VersionedOperation) {
    const rows = yield* sql`DELETE FROM record_operations
      WHERE call_key = ${idKey(id)} AND key = ${idKey(operation.id)} AND version = ${version} RETURNING sequence`
    return rows.length > 0
  })

  const clear = sql`DELETE FROM notifications`.pipe(
    Effect.andThen(sql`DELETE FROM recordings`),
    Effect.andThen(sql`DELETE FROM record_operations`),
    Effect.andThen(sql`DELETE FROM calls`)
  )

  return { hasCalls, findCall, insertCall, find, findMany, page, count, insert, replace, remove, clear }
})
