import { Context, Effect, Layer, PubSub, Stream } from "effect"
import { SecureRandom } from "effect/crypto"
import { parseCursor } from "./Cursor.ts"
import { isMet, type Precondition } from "./ETag.ts"
import { type CallId, idKey, OperationId, type OperationKey } from "./Ids.ts"
import * as Memory from "./internal/memoryCall.ts"
import { mergeUpdate } from "./mergeUpdate.ts"
import { newOperation } from "./newOperation.ts"
import type { RecordOperationUpdate } from "./RecordOperation.ts"
import {
  type PageRequest,
  pageSize,
  type RecordOperationChange,
  RecordOperations,
  skipped,
  type VersionedOperation
} from "./RecordOperations.ts"
import {
  AlreadyExists,
  CallNotFound,
  failure,
  InvalidRequest,
  OperationNotFound,
  VersionMismatch
} from "./RecordOperationsError.ts"
import type { Seed } from "./Seed.ts"
import { Store } from "./Store.ts"

/**
 * Keeps operations in memory, starting from `seed`. Each method does its work in one synchronous step, so no two of
 * them interleave.
 */
export const layerMemory = (seed: Seed): Layer.Layer<RecordOperations | Store> =>
  Layer.effectContext(Effect.gen(function*() {
    const published = yield* PubSub.unbounded<RecordOperationChange>()
    const calls = new Map<string, Memory.MemoryCall>()
    let sequence = 0

    const reset = Effect.sync(() => {
      calls.clear()
      for (const { id, operations } of seed.calls) {
        const call = callOf(id)
        for (const operation of operations) {
          Memory.addEntry(call, { sequence: ++sequence, current: { version: 1, operation } })
        }
      }
    })

    const callOf = (id: CallId): Memory.MemoryCall => {
      const known = calls.get(idKey(id))
      if (known !== undefined) return known
      const call = Memory.makeCall(id)
      calls.set(idKey(id), call)
      return call
    }

    const publish = (
      changeType: RecordOperationChange["changeType"],
      { id: callId }: Memory.MemoryCall,
      current: VersionedOperation
    ) => PubSub.publishUnsafe(published, { changeType, callId, ...current })

    const withCall = <A>(id: CallId, use: (call: Memory.MemoryCall) => Effect.Effect<A, ReturnType<typeof failure>>) =>
      Effect.suspend(() => {
        const call = calls.get(idKey(id))
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
        const call = callOf(callId)
        const operationId = given ?? OperationId.make(SecureRandom.uuidV4Unsafe())
        if (Memory.findEntry(call, operationId) !== undefined) {
          return Effect.fail(failure(new AlreadyExists({ callId, operationId })))
        }
        const current = { version: 1, operation: newOperation(operationId, properties) }
        Memory.addEntry(call, { sequence: ++sequence, current })
        publish("created", call, current)
        return Effect.succeed(current)
      })

    const update = (key: OperationKey, update: RecordOperationUpdate, precondition?: Precondition) =>
      withEntry(key, precondition, (call, { current, sequence }) => {
        const operation = mergeUpdate(current.operation, update)
        if (operation === current.operation) return current
        const changed = { version: current.version + 1, operation }
        Memory.replaceEntry(call, { sequence, current: changed })
        publish("updated", call, changed)
        return changed
      })

    const remove = (key: OperationKey, precondition?: Precondition) =>
      withEntry(key, precondition, (call, entry) => {
        Memory.removeEntry(call, entry)
        publish("deleted", call, entry.current)
      })

    const changes = Effect.map(PubSub.subscribe(published), (subscription) => Stream.fromSubscription(subscription))

    yield* reset
    return Context.make(
      RecordOperations,
      RecordOperations.of({ get, list, count, create, update, delete: remove, changes })
    )
      .pipe(Context.add(Store, Store.of({ kind: "memory", check: Effect.void, reset })))
  }))
