import type { CallOperation, VersionedCallOperation } from "@recordop/core/calls"
import type { Instant } from "./Instant.ts"
import { begin, cancel, hasBegun, type Task } from "./operations/index.ts"
import type { Outcome } from "./operations/Kind.ts"
import { contextOf, endsOf, type OperationWrite, type QueuedOperation, type RecordingEntry, type Turn } from "./Turn.ts"

/** Appends a new operation; one that is alone begins. */
export const enqueue = (turn: Turn, operation: CallOperation, task: Task, at: Instant): Turn => {
  const isAlone = turn.queue.length === 0
  const created = { version: 1, operation, task: isAlone ? begin(task, contextOf(turn), at) : task }
  return {
    ...turn,
    // What waits behind operations that were not loaded is not known here either.
    queue: turn.loaded.isWhole ? [...turn.queue, created] : turn.queue,
    writes: [...turn.writes, { ...created, changeType: "created" }]
  }
}

/** The first one begins, unless it has: whatever stood before it may have been taken away. */
export const beginFirst = (turn: Turn, at: Instant): Turn => {
  const [first] = turn.queue
  return first === undefined || hasBegun(first.task)
    ? turn
    : replaceFirst(turn, begin(first.task, contextOf(turn), at))
}

/** The task of the first one has gone on. */
export const replaceFirst = (turn: Turn, task: Task): Turn => {
  const [first, ...rest] = turn.queue
  return first === undefined ? turn : { ...turn, queue: [{ ...first, task }, ...rest] }
}

/** An operation leaves the queue; when it was the first, the next one begins. */
export const leave = (turn: Turn, leaving: QueuedOperation, at: Instant): Turn => {
  const isFirst = turn.queue[0]?.operation.id === leaving.operation.id
  const left = { ...turn, queue: turn.queue.filter(({ operation }) => operation.id !== leaving.operation.id) }
  return isFirst ? beginFirst(left, at) : left
}

/** The first one ends by itself or by its caller, the bot is told, and the next one begins. */
export const endFirst = (turn: Turn, end: (operation: CallOperation) => Outcome, at: Instant): Turn => {
  const [first] = turn.queue
  return first === undefined ? turn : leave(withEnds(turn, [ended(first, end)]), first, at)
}

/** Ends what plays, records and waits; the bot is told of each. */
export const cancelAll = (turn: Turn, at: Instant): Turn => {
  const context = contextOf(turn)
  const ends = turn.queue.map((queued) => ended(queued, cancel(queued.task, context, at)))
  return { ...withEnds(turn, ends), queue: [] }
}

interface End {
  readonly current: VersionedCallOperation
  readonly recordings: ReadonlyArray<RecordingEntry>
  readonly heard: ReadonlyArray<RecordingEntry>
}

const ended = ({ operation, version }: QueuedOperation, end: (operation: CallOperation) => Outcome): End => {
  const outcome = end(operation)
  return {
    current: { version: version + 1, operation: outcome.operation },
    recordings: outcome.sound === undefined ? [] : [{ operationId: operation.id, sound: outcome.sound }],
    heard: outcome.heard === undefined ? [] : [{ operationId: operation.id, sound: outcome.heard }]
  }
}

const withEnds = (turn: Turn, ends: ReadonlyArray<End>): Turn => ({
  ...turn,
  writes: [
    ...turn.writes,
    ...ends.map(({ current }): OperationWrite => ({ ...current, task: null, changeType: "updated" }))
  ],
  recordings: [...turn.recordings, ...ends.flatMap(({ recordings }) => recordings)],
  heard: [...turn.heard, ...ends.flatMap(({ heard }) => heard)],
  told: [...turn.told, ...endsOf(turn, ends.map(({ current }) => current))]
})
