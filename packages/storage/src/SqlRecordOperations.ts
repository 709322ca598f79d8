import {
  AlreadyExists,
  type CallId,
  CallNotFound,
  failure,
  InvalidRequest,
  isMet,
  mergeUpdate,
  newOperation,
  OperationId,
  type OperationKey,
  OperationNotFound,
  type PageRequest,
  pageSize,
  parseCursor,
  type Precondition,
  type RecordOperationChange,
  RecordOperations,
  type RecordOperationUpdate,
  skipped,
  VersionMismatch
} from "@recordop/core"
import { Effect, Layer } from "effect"
import { SecureRandom } from "effect/crypto"
import { SqlClient } from "effect/sql"
import { orUnavailable } from "./orUnavailable.ts"
import { StoreLog } from "./StoreLog.ts"
import { makeTables } from "./tables.ts"
import { Transactions } from "./Transactions.ts"

/** `RecordOperations` on the tables that `migrate` makes. */
export const layer: Layer.Layer<RecordOperations, never, SqlClient.SqlClient | Transactions | StoreLog> = Layer.effect(
  RecordOperations,
  Effect.gen(function*() {
    const sql = yield* SqlClient.SqlClient
    const transactions = yield* Transactions
    const tables = yield* makeTables
    const log = yield* StoreLog

    const publish = (change: RecordOperationChange) =>
      sql.afterCommit(Effect.sync(() => log.publish({ _tag: "Operation", change })))

    const find = Effect.fnUntraced(function*(key: OperationKey, precondition?: Precondition) {
      const found = yield* tables.find(key)
      if (found === undefined) return yield* failure(new CallNotFound({ callId: key.callId }))
      const { callId, current } = found
      if (current === undefined) return yield* failure(new OperationNotFound(key))
      if (isMet(precondition, current.version)) return { callId, current }
      return yield* failure(new VersionMismatch({ actual: current.version }))
    })

    const requireCall = Effect.fnUntraced(function*(callId: CallId) {
      return (yield* tables.findCall(callId)) ?? (yield* failure(new CallNotFound({ callId })))
    })

    const get = Effect.fnUntraced(function*(key: OperationKey) {
      return (yield* find(key)).current
    }, orUnavailable)

    const list = Effect.fnUntraced(function*(callId: CallId, request: PageRequest = {}) {
      const after = parseCursor(request.cursor)
      if (after === undefined) return yield* failure(new InvalidRequest({ message: "Unknown cursor." }))
      yield* requireCall(callId)
      const limit = pageSize(request)
      const listed = yield* tables.page(callId, after, skipped(request), limit + 1)
      const shown = listed.slice(0, limit)
      const items = shown.map(({ current }) => current)
      const last = shown.at(-1)
      return last === undefined || listed.length === shown.length
        ? { items }
        : { items, nextCursor: String(last.sequence) }
    }, orUnavailable)

    const count = Effect.fnUntraced(function*(callId: CallId) {
      yield* requireCall(callId)
      return yield* tables.count(callId)
    }, orUnavailable)

    const create = Effect.fnUntraced(
      function*(callId: CallId, properties: RecordOperationUpdate, given?: OperationId) {
        const operationId = given ?? OperationId.make(SecureRandom.uuidV4Unsafe())
        const created = { version: 1, operation: newOperation(operationId, properties) }
        yield* tables.insertCall(callId)
        const storedId = (yield* tables.findCall(callId)) ?? callId
        const isNew = yield* tables.insert(callId, created)
        if (!isNew) return yield* failure(new AlreadyExists({ callId, operationId }))
        yield* publish({ changeType: "created", callId: storedId, ...created })
        return created
      },
      sql.withTransaction,
      transactions.run,
      orUnavailable
    )

    const update = Effect.fnUntraced(
      function*(key: OperationKey, update: RecordOperationUpdate, precondition?: Precondition) {
        while (true) {
          const { callId, current } = yield* find(key, precondition)
          const operation = mergeUpdate(current.operation, update)
          if (operation === current.operation) return current
          const updated = { version: current.version + 1, operation }
          if (yield* tables.replace(callId, current.version, updated)) {
            yield* publish({ changeType: "updated", callId, ...updated })
            return updated
          }
        }
      },
      transactions.run,
      orUnavailable
    )

    const remove = Effect.fnUntraced(
      function*(key: OperationKey, precondition?: Precondition) {
        while (true) {
          const { callId, current } = yield* find(key, precondition)
          if (yield* tables.remove(callId, current)) {
            return yield* publish({ changeType: "deleted", callId, ...current })
          }
        }
      },
      transactions.run,
      orUnavailable
    )

    return RecordOperations.of({ get, list, count, create, update, delete: remove, changes: log.changes })
  })
)
