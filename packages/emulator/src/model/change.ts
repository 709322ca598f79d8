import { turnDueAt } from "./due.ts"
import { scriptInUse } from "./operations/index.ts"
import type { CallChange, OperationWrite, QueuedOperation, Turn } from "./Turn.ts"

const scriptsInUse = (first: QueuedOperation | undefined): ReadonlyArray<number> => {
  const number = first === undefined ? null : scriptInUse(first.task)
  return number === null ? [] : [number]
}

/** What is to be kept of operations: a task that has gone on is kept as it is at the end of the turn. */
const writesOf = ({ loaded: { queue: [before] }, queue: [first], writes }: Turn): ReadonlyArray<OperationWrite> => {
  if (first === undefined || (before?.operation.id === first.operation.id && before.task === first.task)) return writes
  const isWritten = writes.some(({ operation }) => operation.id === first.operation.id)
  return isWritten
    ? writes.map((write) => write.operation.id === first.operation.id ? { ...write, task: first.task } : write)
    : [...writes, first]
}

/** What has changed in a turn. */
export const changeOf = (turn: Turn): CallChange => {
  const { decided, loaded, media, newScript, queue: [first], recordings, state, told } = turn
  return {
    callId: state.id,
    ...(state === loaded.state ? {} : { state }),
    dueAt: turnDueAt(turn) ?? null,
    operations: writesOf(turn),
    recordings,
    ...(newScript === undefined ? {} : { newScript: { ...newScript, inUse: scriptsInUse(first) } }),
    told: state.callbackUri === null ? [] : told,
    decided,
    ...(media.length === 0 ? {} : { media })
  }
}
