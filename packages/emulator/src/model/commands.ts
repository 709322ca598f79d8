import {
  type CallId,
  InvalidRequest,
  isFinal,
  isMet,
  mergeUpdate,
  newOperation,
  type OperationId,
  OperationNotFound,
  OperationTooLarge,
  type Precondition,
  type RecordOperationUpdate,
  type VersionedOperation,
  VersionMismatch
} from "@recordop/core"
import { CallNotEstablished, type CallOperation, InvalidMediaMode, isRecordOperation } from "@recordop/core/calls"
import { jsonSize } from "@recordop/core/jsonSize"
import { Result } from "effect"
import { NothingToActOn } from "../ports/Callers.ts"
import { perform } from "./acting.ts"
import { type CallerScript, isOfCall } from "./caller/CallerScript.ts"
import type { CallerAction } from "./caller/CallerStep.ts"
import { longestVoice, type VoicePart } from "./caller/voice.ts"
import { hostsMedia } from "./CallState.ts"
import { byBot, endCall, hangUp } from "./ending.ts"
import { keptAlive } from "./establishing.ts"
import type { Instant } from "./Instant.ts"
import { tellKeys } from "./keys.ts"
import { hear, isListening, type Task } from "./operations/index.ts"
import { cancelAll, enqueue, leave, replaceFirst } from "./queue.ts"
import type { Command } from "./step.ts"
import { startStory } from "./story/Story.ts"
import { announceEnd, endsOf, type OperationWrite, type StoredOperation, type Turn, withCompleted } from "./Turn.ts"

/** The largest operation that is kept, in bytes of JSON. */
export const maxOperationSize = 2_097_152

/** Time passes, without anybody. */
export const passTime: Command<never> = { obey: Result.succeed, needsQueue: false, whenEnded: "done" }

/** The bot hangs up. */
export const hangUpByBot: Command<never> = {
  obey: (turn, at) => Result.succeed(endCall(announceEnd(turn), at, byBot("The bot ended the call."))),
  needsQueue: true,
  whenEnded: "done"
}

/** Another call takes the place of this one: whoever was in it leaves it. */
export const endReplacedCall: Command<never> = {
  obey: (turn, at) => Result.succeed(hangUp(turn, at)),
  needsQueue: true,
  whenEnded: "done"
}

/** The bot says that it still wants the call. */
export const keepAlive: Command<never> = {
  obey: (turn, at) => Result.succeed(keptAlive(turn, at)),
  needsQueue: false,
  whenEnded: "refused"
}

/** Says what the caller does: in every recording that listens from now on, or in the call when the script is of it all. */
export const setScript = (script: CallerScript): Command<never> => ({
  obey: (turn, at) => {
    const number = (turn.state.script ?? 0) + 1
    const story = turn.state._tag === "Established" && isOfCall(script) ? startStory(at) : null
    const scripted: Turn = { ...turn, state: { ...turn.state, script: number, story }, newScript: { number, script } }
    const [first] = turn.queue
    // What the script before had yet to do in a recording is not done any more.
    return story !== null && first !== undefined && isListening(first.task)
      ? Result.orElse(perform(scripted, { _tag: "Silence", milliseconds: 1 }, at), () => Result.succeed(scripted))
      : Result.succeed(scripted)
  },
  needsQueue: true,
  whenEnded: "refused"
})

type MediaRefusal = CallNotEstablished | InvalidMediaMode

/** Starts an operation that plays or records; one that may barge in cancels what plays, records and waits. */
export const start = (operation: CallOperation, task: Task, bargesIn: boolean): Command<MediaRefusal> => ({
  obey: mediaCommand((turn, at) => enqueue(bargesIn ? cancelAll(turn, at) : turn, operation, task, at)),
  needsQueue: bargesIn,
  whenEnded: "refused"
})

/** Cancels what plays, records and waits; `operation` is the cancelling itself, which is complete. */
export const cancelMedia = (operation: CallOperation): Command<MediaRefusal> => ({
  obey: mediaCommand((turn, at) => withCompleted(cancelAll(turn, at), operation)),
  needsQueue: true,
  whenEnded: "refused"
})

/** Tells the bot of keys from now on; `operation` is the asking, which is complete. */
export const subscribeToTone = (operation: CallOperation): Command<MediaRefusal> => ({
  obey: mediaCommand((turn) => withCompleted(tellKeys(turn), operation)),
  needsQueue: false,
  whenEnded: "refused"
})

/** Does what changes nothing that is simulated; `operation` is the asking, which is complete. */
export const complete = (operation: CallOperation): Command<CallNotEstablished> => ({
  obey: (turn) =>
    turn.state._tag === "Established"
      ? Result.succeed(withCompleted(turn, operation))
      : Result.fail(new CallNotEstablished({ callId: turn.state.id })),
  needsQueue: false,
  whenEnded: "refused"
})

const mediaCommand =
  (change: (turn: Turn, at: Instant) => Turn) => (turn: Turn, at: Instant): Result.Result<Turn, MediaRefusal> => {
    const { state } = turn
    if (state._tag !== "Established") return Result.fail(new CallNotEstablished({ callId: state.id }))
    return hostsMedia(state)
      ? Result.succeed(change(turn, at))
      : Result.fail(new InvalidMediaMode({ callId: state.id }))
  }

/** The caller does something now. A key is pressed whether anybody listens or not; nobody hears it then. */
export const actByHand = (action: CallerAction): Command<NothingToActOn> => {
  const isHangUp = action._tag === "HangUp"
  return {
    obey: (turn, at) => perform(turn, action, at),
    needsQueue: isHangUp || action._tag === "Leave",
    whenEnded: isHangUp ? "done" : "refused"
  }
}

/** The caller says something as it goes on: whatever listens hears it, and nobody where nothing does. */
export const speakByHand = (voice: VoicePart): Command<NothingToActOn> => ({
  obey: (turn, at) => {
    const [first] = turn.queue
    if (first === undefined) return Result.succeed(turn)
    const task = hear(first.task, voice, at)
    if (task !== undefined) return Result.succeed(task === first.task ? turn : replaceFirst(turn, task))
    const message = `More than ${longestVoice / 1_000} s of the voice wait to be heard: the clock does not keep up.`
    return Result.fail(new NothingToActOn({ message }))
  },
  needsQueue: false,
  whenEnded: "refused"
})

/** What a PATCH or a DELETE makes of an operation, whatever its call; `undefined` when it changes nothing. */
export type OperationChange<E> = (current: StoredOperation) => Result.Result<OperationWrite | undefined, E>

/** A DELETE. */
export const deleteIf = (precondition: Precondition | undefined): OperationChange<VersionMismatch> =>
  whenMet(
    precondition,
    ({ operation, version }) => Result.succeed({ version, operation, task: null, changeType: "deleted" })
  )

/** A PATCH. */
export const updateIf = (
  update: RecordOperationUpdate,
  precondition: Precondition | undefined
): OperationChange<VersionMismatch | OperationTooLarge | InvalidRequest> =>
  whenMet<OperationTooLarge | InvalidRequest>(precondition, ({ operation, task, version }) => {
    if (!isRecordOperation(operation)) return Result.fail(notUpdatable(operation))
    const merged = mergeUpdate(operation, update)
    if (merged === operation) return Result.succeed(undefined)
    if (jsonSize(merged) > maxOperationSize) return Result.fail(new OperationTooLarge({ limit: maxOperationSize }))
    const write = { version: version + 1, operation: merged, task: isFinal(merged) ? null : task }
    return Result.succeed({ ...write, changeType: "updated" })
  })

const whenMet =
  <E>(precondition: Precondition | undefined, change: OperationChange<E>): OperationChange<E | VersionMismatch> =>
  (current) =>
    isMet(precondition, current.version)
      ? change(current)
      : Result.fail(new VersionMismatch({ actual: current.version }))

const notUpdatable = (operation: CallOperation): InvalidRequest =>
  new InvalidRequest({ message: `Only a recordOperation can be updated, and this is a ${operation["@odata.type"]}.` })

/** An operation that somebody creates, and that neither plays nor waits. */
export const createOperation = (
  id: OperationId,
  properties: RecordOperationUpdate
): Result.Result<VersionedOperation, OperationTooLarge> => {
  const operation = newOperation(id, properties)
  return jsonSize(operation) > maxOperationSize
    ? Result.fail(new OperationTooLarge({ limit: maxOperationSize }))
    : Result.succeed({ version: 1, operation })
}

/**
 * A PATCH or DELETE of an operation that plays, records or waits: when it is over by that, it leaves the queue, the next one
 * begins, and the bot is told unless it was deleted.
 */
export const changeQueued = <E>(
  callId: CallId,
  operationId: OperationId,
  change: OperationChange<E>
): Command<E | OperationNotFound> => ({
  obey: (turn, at) => {
    const target = turn.writes.find(({ operation }) => operation.id === operationId) ?? turn.loaded.target
    if (target === undefined) return Result.fail(new OperationNotFound({ callId, operationId }))
    const current = turn.queue.find(({ operation }) => operation.id === operationId) ?? target
    return Result.map(
      change(current),
      (write) => write === undefined ? turn : written(turn, current, write, at)
    )
  },
  needsQueue: false,
  whenEnded: "again"
})

const written = (turn: Turn, { task, ...current }: StoredOperation, write: OperationWrite, at: Instant): Turn => {
  const others = turn.writes.filter(({ operation }) => operation.id !== write.operation.id)
  const after = { ...turn, writes: [...others, write] }
  if (task === null) return after
  if (write.task !== null) {
    const queue = turn.queue.map((queued) =>
      queued.operation.id === write.operation.id
        ? { ...queued, version: write.version, operation: write.operation }
        : queued
    )
    return { ...after, queue }
  }
  const told = write.changeType === "deleted" ? turn.told : [...turn.told, ...endsOf(turn, [write])]
  return leave({ ...after, told }, { ...current, task }, at)
}
