import { type CallId, idKey, type OperationKey } from "@recordop/core"
import type { Loaded, Need } from "@recordop/emulator/Change"
import type { LoadedCall, StoredOperation } from "@recordop/emulator/model/Turn"
import { queueBatch } from "@recordop/emulator/Store"
import { Effect } from "effect"
import type { makeCallTable } from "./callTable.ts"
import type { Dialect } from "./dialect.ts"
import type { Failure } from "./Failure.ts"
import type { makeNotificationTable } from "./notificationTable.ts"
import type { makeOperationTable } from "./operationTable.ts"
import type { makeOtherTables } from "./otherTables.ts"

/** The tables that changes are decided from. */
export interface LoadedTables {
  readonly operations: Effect.Success<ReturnType<typeof makeOperationTable>>
  readonly calls: Effect.Success<ReturnType<typeof makeCallTable>>
  readonly notifications: Effect.Success<ReturnType<typeof makeNotificationTable>>
  readonly others: Effect.Success<ReturnType<typeof makeOtherTables>>
  readonly dialect: Dialect
}

/** Loads what a change needs. */
export const makeLoad = ({ calls, dialect, notifications, operations, others }: LoadedTables) => {
  const loadCall = Effect.fnUntraced(function*(
    callId: CallId,
    wanted: "first" | "all",
    target?: StoredOperation
  ) {
    const state = yield* calls.find(callId)
    if (state === undefined) return undefined
    const key = idKey(callId)
    const { isWhole, queued } = yield* operations.queue(key, wanted === "all" ? null : queueBatch + 1)
    const loaded: LoadedCall = {
      state,
      queue: isWhole ? queued : queued.slice(0, queueBatch),
      isWhole,
      scripts: state.script === null ? new Map() : yield* calls.scripts(key),
      ...(target === undefined ? {} : { target })
    }
    return loaded
  })

  const loadOperation = Effect.fnUntraced(function*(key: OperationKey, wanted: "first" | "all") {
    yield* dialect.lockCall(idKey(key.callId))
    const found = yield* operations.find(key)
    if (found === undefined) return {}
    const { callId, operation } = found
    if (operation === undefined) return { callId }
    const call = operation.task === null ? undefined : yield* loadCall(callId, wanted, operation)
    return call === undefined ? { callId, operation } : { callId, operation, call }
  })

  const load = (need: Need): Effect.Effect<Loaded, Failure> => {
    switch (need._tag) {
      case "Nothing":
        return Effect.succeed({})
      case "Notification":
        return Effect.map(
          notifications.find(need.id),
          (notification) => notification === undefined ? {} : { notification }
        )
      case "Key":
        return Effect.andThen(
          dialect.lockStore,
          Effect.map(others.key, (key) => key === undefined ? {} : { key })
        )
      case "Call":
        return Effect.andThen(
          dialect.lockCall(idKey(need.callId)),
          Effect.map(
            loadCall(need.callId, need.queue),
            (call) => call === undefined ? {} : { callId: call.state.id, call }
          )
        )
      case "Operation":
        return loadOperation(need, need.queue)
    }
  }

  return load
}
