import type { CallState } from "../calls/CallState.ts"
import { type CallId, idKey, type OperationId } from "../Ids.ts"
import type { Sound } from "../recording/Sound.ts"
import type { VersionedOperation } from "../RecordOperations.ts"

/** An operation in memory; `sequence` orders those of all calls by creation. */
export interface Entry {
  readonly sequence: number
  readonly current: VersionedOperation
}

/** One call: its operations by id, and in order so that a page costs the page; and what is simulated of it. */
export interface MemoryCall {
  readonly id: CallId
  readonly byKey: Map<string, Entry>
  readonly ordered: Array<Entry>
  /** Undefined while nobody has done anything with the call but with its operations. */
  state: CallState | undefined
  /** The ids of the notifications that its bot has yet to get. */
  readonly pending: Set<string>
  /** By the key of the operation. */
  readonly recordings: Map<string, Sound>
}

export const makeCall = (id: CallId): MemoryCall => ({
  id,
  byKey: new Map(),
  ordered: [],
  state: undefined,
  pending: new Set(),
  recordings: new Map()
})

export const findEntry = (call: MemoryCall, id: OperationId): Entry | undefined => call.byKey.get(idKey(id))

/** The index of the first operation that was created after `sequence`. */
export const indexAfter = (call: MemoryCall, sequence: number): number => {
  let low = 0
  let high = call.ordered.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((call.ordered[middle]?.sequence ?? Infinity) <= sequence) low = middle + 1
    else high = middle
  }
  return low
}

export const addEntry = (call: MemoryCall, entry: Entry): void => {
  call.byKey.set(idKey(entry.current.operation.id), entry)
  call.ordered.push(entry)
}

export const replaceEntry = (call: MemoryCall, entry: Entry): void => {
  call.byKey.set(idKey(entry.current.operation.id), entry)
  call.ordered[indexAfter(call, entry.sequence) - 1] = entry
}

export const removeEntry = (call: MemoryCall, entry: Entry): void => {
  call.byKey.delete(idKey(entry.current.operation.id))
  call.ordered.splice(indexAfter(call, entry.sequence) - 1, 1)
}
