import { Effect, Result } from "effect"
import { SecureRandom } from "effect/crypto"
import type { CallChange, LoadedCall } from "../calls/CallDraft.ts"
import { type CallsError, callsFailure } from "../calls/CallsError.ts"
import { type CallState, implicitCall } from "../calls/CallState.ts"
import { CallStore } from "../calls/CallStore.ts"
import { type CallId, idKey } from "../Ids.ts"
import { newNotification } from "../notifications/Notification.ts"
import { CallNotFound } from "../RecordOperationsError.ts"
import { findEntry, type MemoryCall, replaceEntry } from "./MemoryCall.ts"
import type { MemoryState } from "./MemoryState.ts"

/** How many calls are named as due at once. */
const batch = 1_000

/** `CallStore` in memory. Each method does its work in one synchronous step. */
export const makeCallStore = (state: MemoryState): CallStore["Service"] => {
  const withCall = <A>(id: CallId, use: (call: MemoryCall) => Effect.Effect<A, CallsError>) =>
    Effect.suspend(() => {
      const call = state.find(id)
      return call === undefined ? Effect.fail(callsFailure(new CallNotFound({ callId: id }))) : use(call)
    })

  const keep = (call: MemoryCall, change: CallChange, before?: CallState): void => {
    const { at, notifications, operations, recordings, state: next } = change
    for (const { changeType, current } of operations) {
      const entry = findEntry(call, current.operation.id)
      if (entry === undefined) state.add(call, current)
      else replaceEntry(call, { ...entry, current })
      state.publish(changeType, call, current)
    }
    for (const { operationId, sound } of recordings) call.recordings.set(idKey(operationId), sound)
    state.setState(call, next, before)
    const { callbackUri } = next.call
    if (callbackUri === null) return
    for (const body of notifications) {
      const id = SecureRandom.uuidV4Unsafe()
      state.setNotification(call, newNotification(next, callbackUri, body, id, state.notifications.size, at))
    }
  }

  return CallStore.of({
    insert: (change) => Effect.sync(() => keep(state.callOf(change.state.call.id), change)),
    modify: (callId, change) =>
      withCall(callId, (call) => {
        const loaded = load(call)
        const changed = change(loaded)
        if (Result.isFailure(changed)) return Effect.fail(callsFailure(changed.failure))
        keep(call, changed.success, loaded.state)
        return Effect.succeed(changed.success)
      }),
    get: (callId) => withCall(callId, (call) => Effect.succeed(stateOf(call))),
    recording: ({ callId, operationId }) => Effect.sync(() => state.find(callId)?.recordings.get(idKey(operationId))),
    due: (until) =>
      Effect.sync(() =>
        state.dueCalls.due(until, batch).flatMap(({ key }) => {
          const call = state.calls.get(key)
          return call === undefined ? [] : [call.id]
        })
      ),
    nextDue: Effect.sync(() => state.dueCalls.first()?.at),
    isSimulated: (callId) => (state.find(callId)?.state?.media.length ?? 0) > 0
  })
}

const stateOf = (call: MemoryCall): CallState => call.state ?? implicitCall(call.id)

const load = (call: MemoryCall): LoadedCall => {
  const state = stateOf(call)
  return {
    state,
    operations: new Map(state.media.flatMap((media) => {
      const entry = media._tag === "Record" ? findEntry(call, media.operationId) : undefined
      return entry === undefined ? [] : [[entry.current.operation.id, entry.current]]
    }))
  }
}
