import { Effect } from "effect"
import { SecureRandom } from "effect/crypto"
import { parseCursor } from "../Cursor.ts"
import { isMet, type Precondition } from "../ETag.ts"
import { type CallId, OperationId, type OperationKey } from "../Ids.ts"
import { mergeUpdate } from "../mergeUpdate.ts"
import { newOperation } from "../newOperation.ts"
import type { RecordOperationUpdate } from "../RecordOperation.ts"
import { type PageRequest, pageSize, RecordOperations, skipped } from "../RecordOperations.ts"
import {
  AlreadyExists,
  CallNotFound,
  failure,
  InvalidRequest,
  OperationNotFound,
  VersionMismatch
} from "../RecordOperationsError.ts"
import * as Memory from "./MemoryCall.ts"
import type { MemoryState } from "./MemoryState.ts"

/** `RecordOperations` in memory. Each method does its work in one synchronous step, so no two of them interleave. */
export const makeRecordOperations = (state: MemoryState): RecordOperations["Service"] => {
  const withCall = <A>(id: CallId, use: (call: Memory.MemoryCall) => Effect.Effect<A, ReturnType<typeof failure>>) =>
    Effect.suspend(() => {
      const call = state.find(id)
      return call === undefined ? Effect.fail(failure(new CallNotFound({ callId: id }))) : use(call)
    })

  const withEntry = <A>(
    { callId, operationId }: OperationKey,
    precondition: Precondition | undefined,
    use: (call: Memory.MemoryCall, entry: Memory.Entry) => A
  ) =>
    withCall(callId, (call) => {
      const entry = Memory.findEntry(call, operationId)
      if (entry === undefined) return Effect.fail(failure(new OperationNotFound({ callId, operationId })))
      if (isMet(precondition, entry.current.version)) return Effect.succeed(use(call, entry))
      return Effect.fail(failure(new VersionMismatch({ actual: entry.current.version })))
    })

  const get = (key: OperationKey) => withEntry(key, undefined, (_, { current }) => current)

  const list = (callId: CallId, page: PageRequest = {}) =>
    withCall(callId, (call) => {
      const after = parseCursor(page.cursor)
      if (after === undefined) return Effect.fail(failure(new InvalidRequest({ message: "Unknown cursor." })))
      const start = Memory.indexAfter(call, after) + skipped(page)
      const entries = call.ordered.slice(start, start + pageSize(page))
      const items = entries.map(({ current }) => current)
      const last = entries.at(-1)
      const isLast = last === undefined || start + items.length >= call.ordered.length
      return Effect.succeed(isLast ? { items } : { items, nextCursor: String(last.sequence) })
    })

  const count = (callId: CallId) => withCall(callId, (call) => Effect.succeed(call.ordered.length))

  const create = (callId: CallId, properties: RecordOperationUpdate, given?: OperationId) =>
    Effect.suspend(() => {
      const call = state.callOf(callId)
      const operationId = given ?? OperationId.make(SecureRandom.uuidV4Unsafe())
      if (Memory.findEntry(call, operationId) !== undefined) {
        return Effect.fail(failure(new AlreadyExists({ callId, operationId })))
      }
      const current = { version: 1, operation: newOperation(operationId, properties) }
      state.add(call, current)
      state.publish("created", call, current)
      return Effect.succeed(current)
    })

  const update = (key: OperationKey, update: RecordOperationUpdate, precondition?: Precondition) =>
    withEntry(key, precondition, (call, { current, sequence }) => {
      const operation = mergeUpdate(current.operation, update)
      if (operation === current.operation) return current
      const changed = { version: current.version + 1, operation }
      Memory.replaceEntry(call, { sequence, current: changed })
      state.publish("updated", call, changed)
      return changed
    })

  const remove = (key: OperationKey, precondition?: Precondition) =>
    withEntry(key, precondition, (call, entry) => {
      Memory.removeEntry(call, entry)
      state.publish("deleted", call, entry.current)
    })

  return RecordOperations.of({
    get,
    list,
    count,
    create,
    update,
    delete: remove,
    changes: state.log.changes
  })
}
