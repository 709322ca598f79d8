import {
  type CallChange,
  callDueAt,
  type CallId,
  CallNotFound,
  type CallsError,
  callsFailure,
  type CallState,
  CallStore,
  idKey,
  implicitCall,
  type LoadedCall,
  newNotification,
  type OperationId,
  type VersionedOperation
} from "@recordop/core"
import { Effect, Layer, type Result, type Schema } from "effect"
import { SecureRandom } from "effect/crypto"
import { SqlClient, type SqlError } from "effect/sql"
import { makeCallTables } from "./callTables.ts"
import { orCallsUnavailable } from "./orUnavailable.ts"
import { StoreLog } from "./StoreLog.ts"
import { makeTables } from "./tables.ts"
import { Transactions } from "./Transactions.ts"

/** How many calls are named as due at once. */
const batch = 1_000

/** `CallStore` on the tables that `migrate` makes. A change with all that belongs to it is one transaction. */
export const layer: Layer.Layer<CallStore, CallsError, SqlClient.SqlClient | Transactions | StoreLog> = Layer.effect(
  CallStore,
  Effect.gen(function*() {
    const sql = yield* SqlClient.SqlClient
    const transactions = yield* Transactions
    const log = yield* StoreLog
    const tables = yield* makeTables
    const callTables = yield* makeCallTables
    const inProgress = yield* orCallsUnavailable(callTables.callsInProgress)
    const simulated = new Set(inProgress.map(idKey))

    const requireCall = Effect.fnUntraced(function*(callId: CallId) {
      const found = yield* callTables.findCall(callId)
      return found === undefined
        ? yield* callsFailure(new CallNotFound({ callId }))
        : found.state ?? implicitCall(found.id)
    })

    const loadOperations = Effect.fnUntraced(function*({ call, media }: CallState) {
      const ids = media.flatMap((one) => one._tag === "Record" ? [one.operationId] : [])
      const found = yield* tables.findMany(call.id, ids)
      return new Map<OperationId, VersionedOperation>(found.map((current) => [current.operation.id, current]))
    })

    const writeOperations = Effect.fnUntraced(function*({ operations, state: { call } }: CallChange) {
      for (const { changeType, current } of operations) {
        const isKept = changeType === "created"
          ? yield* tables.insert(call.id, current)
          : yield* tables.replace(call.id, current.version - 1, current)
        if (!isKept) return yield* Effect.die(new Error(`Operation ${current.operation.id} has changed in between`))
      }
      return undefined
    })

    const writeNotifications = Effect.fnUntraced(function*({ at, notifications, state }: CallChange) {
      const { callbackUri } = state.call
      if (callbackUri === null) return []
      const created = notifications.map((body) =>
        newNotification(state, callbackUri, body, SecureRandom.uuidV4Unsafe(), 0, at)
      )
      for (const notification of created) yield* callTables.insertNotification(notification)
      return created
    })

    const keep = Effect.fnUntraced(function*(change: CallChange, before?: CallState) {
      const { operations, state } = change
      const { call } = state
      yield* callTables.saveCall(state)
      yield* writeOperations(change)
      for (const recording of change.recordings) yield* callTables.insertRecording(call.id, recording)
      const notifications = yield* writeNotifications(change)
      yield* sql.afterCommit(Effect.sync(() => {
        if (callDueAt(state) === undefined) simulated.delete(idKey(call.id))
        else simulated.add(idKey(call.id))
        for (const { changeType, current } of operations) {
          log.publish({ _tag: "Operation", change: { changeType, callId: call.id, ...current } })
        }
        if (before?.call !== call) log.publish({ _tag: "Call", callId: call.id, call })
        for (const { attempts, id, state } of notifications) {
          log.publish({ _tag: "Notification", id, callId: call.id, state, attempts })
        }
      }))
    })

    /** Keeps all that an effect writes, or nothing. */
    const atomically = <A>(effect: Effect.Effect<A, CallsError | SqlError.SqlError | Schema.SchemaError>) =>
      orCallsUnavailable(transactions.run(sql.withTransaction(effect)))

    const modify = Effect.fnUntraced(
      function*(
        callId: CallId,
        change: (loaded: LoadedCall) => Result.Result<CallChange, CallsError["reason"]>
      ) {
        const state = yield* requireCall(callId)
        const loaded = { state, operations: yield* loadOperations(state) }
        const changed = yield* Effect.mapError(Effect.fromResult(change(loaded)), callsFailure)
        yield* keep(changed, state)
        return changed
      },
      atomically
    )

    return CallStore.of({
      insert: (change) => atomically(keep(change)),
      modify,
      get: (callId) => orCallsUnavailable(requireCall(callId)),
      recording: (key) => orCallsUnavailable(callTables.findRecording(key)),
      due: (until) => orCallsUnavailable(callTables.dueCalls(until, batch)),
      nextDue: orCallsUnavailable(callTables.nextDueCall),
      isSimulated: (callId) => simulated.has(idKey(callId))
    })
  })
)
