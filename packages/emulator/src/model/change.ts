import { turnDueAt } from "./due.ts"
import { scriptInUse } from "./operations/index.ts"
import type { CallChange, QueuedOperation, Turn } from "./Turn.ts"

const scriptsInUse = (first: QueuedOperation | undefined): ReadonlyArray<number> => {
  const number = first === undefined ? null : scriptInUse(first.task)
  return number === null ? [] : [number]
}

/** What has changed in a turn. */
export const changeOf = (turn: Turn): CallChange => {
  const { decided, loaded, newScript, queue: [first], recordings, state, told, writes } = turn
  const [before] = loaded.queue
  const hasGoneOn = first !== undefined && !writes.some(({ operation }) => operation.id === first.operation.id) &&
    (before?.operation.id !== first.operation.id || before.task !== first.task)
  return {
    callId: state.id,
    ...(state === loaded.state ? {} : { state }),
    dueAt: turnDueAt(turn) ?? null,
    operations: hasGoneOn ? [...writes, first] : writes,
    recordings,
    ...(newScript === undefined ? {} : { newScript: { ...newScript, inUse: scriptsInUse(first) } }),
    told: state.callbackUri === null ? [] : told,
    decided
  }
}
