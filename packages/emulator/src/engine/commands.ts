import {
  type CallId,
  CallNotFound,
  type OperationKey,
  OperationNotFound,
  type RecordOperationChange,
  type Unavailable
} from "@recordop/core"
import { isRecordOperation } from "@recordop/core/calls"
import { Effect, Result } from "effect"
import type { Change, Decision, Loaded, Need } from "../Change.ts"
import { type CallState, toCall } from "../model/CallState.ts"
import { changeQueued, type OperationChange } from "../model/commands.ts"
import type { Instant } from "../model/Instant.ts"
import type { NewId } from "../model/NewId.ts"
import { type NewNotification, newNotification } from "../model/Notification.ts"
import type { CallSettings } from "../model/Settings.ts"
import { type Command, type Step, step } from "../model/step.ts"
import { resultOf } from "../model/story/report.ts"
import type { CallChange, OperationWrite, StoredOperation } from "../model/Turn.ts"
import type { EmulatorEvent } from "../protocol/EmulatorEvent.ts"
import type { Store } from "../Store.ts"

/** What the changes of calls and operations need. */
export interface CommandContext {
  readonly store: Store["Service"]
  readonly now: Effect.Effect<Instant>
  readonly settings: CallSettings
  readonly newId: NewId
  /** Run after each change: something may fall due sooner now. */
  readonly onChange: Effect.Effect<void>
}

/** The one way in which calls and operations change: somebody gives a command, and `step` says what becomes of it. */
export const makeCommands = ({ newId, now, onChange, settings, store }: CommandContext) => {
  /**
   * Keeps a change and says so, or does neither: whoever is interrupted in between would leave it unnoticed. A change of an
   * operation alone makes nothing fall due.
   */
  const transact = <A, E>(need: Need, decide: (loaded: Loaded) => Result.Result<Decision<A>, E>) =>
    Effect.suspend(() => {
      let change: Change | undefined
      const kept = store.transact(need, (loaded) => {
        const decided = decide(loaded)
        change = Result.isSuccess(decided) ? decided.success.change : undefined
        return decided
      })
      return Effect.uninterruptible(Effect.tap(kept, () => makesDue(change) ? onChange : Effect.void))
    })

  /** Gives a command until it is done: what fell due before is kept first. */
  const untilDone = <A, E>(
    attempt: (queue: "first" | "all", at: Instant) => Effect.Effect<A | Unfinished, E>
  ): Effect.Effect<A, E> => {
    const again = (queue: "first" | "all"): Effect.Effect<A, E> =>
      Effect.filterOrElse(
        Effect.flatMap(now, (at) => attempt(queue, at)),
        (answer): answer is A => !(answer instanceof Unfinished),
        (answer) => again(answer instanceof Unfinished && answer.needsQueue ? "all" : queue)
      )
    return again("first")
  }

  /** Gives a command to a call. */
  const command = <E>(
    callId: CallId,
    command: Command<E>
  ): Effect.Effect<CallChange, E | CallNotFound | Unavailable> =>
    untilDone((queue, at) =>
      transact({ _tag: "Call", callId, queue }, (loaded) => {
        if (loaded.call === undefined) return Result.fail(new CallNotFound({ callId }))
        const { state } = loaded.call
        return Result.map(
          step(loaded.call, command, at, settings),
          (step) => decisionOf(step, state, at, newId, (change) => change)
        )
      })
    )

  /** Asks for a change of one operation; its call is touched only when the operation plays, records or waits. */
  const changeOperation = <E>(
    key: OperationKey,
    change: OperationChange<E>
  ): Effect.Effect<StoredOperation, E | CallNotFound | OperationNotFound | Unavailable> =>
    untilDone((queue, at) =>
      transact(
        { _tag: "Operation", queue, ...key },
        (loaded) => decideChange(loaded, key, change, at, { settings, newId })
      )
    )

  return { transact, command, changeOperation }
}

const makesDue = (change: Change | undefined): boolean =>
  change !== undefined &&
  (change.call?.dueAt !== undefined || change.made !== undefined || change.changed !== undefined)

/** The command has not been obeyed yet. */
class Unfinished {
  readonly needsQueue: boolean
  constructor(needsQueue: boolean) {
    this.needsQueue = needsQueue
  }
}

const decisionOf = <A>(
  step: Step,
  before: CallState,
  at: Instant,
  newId: NewId,
  answer: (change: CallChange) => A
): Decision<A | Unfinished> => {
  if (step._tag === "NeedsQueue") return { answer: new Unfinished(true) }
  const change = toChange(step.change, before, at, newId)
  return { change, answer: step._tag === "Done" ? answer(step.change) : new Unfinished(false) }
}

const decideChange = <E>(
  { call, callId, operation }: Loaded,
  key: OperationKey,
  change: OperationChange<E>,
  at: Instant,
  { newId, settings }: Pick<CommandContext, "newId" | "settings">
): Result.Result<Decision<StoredOperation | Unfinished>, E | CallNotFound | OperationNotFound> => {
  if (callId === undefined) return Result.fail(new CallNotFound({ callId: key.callId }))
  if (operation === undefined) return Result.fail(new OperationNotFound(key))
  if (call !== undefined) {
    const command = changeQueued(callId, operation.operation.id, change)
    return Result.map(
      step(call, command, at, settings),
      (step) => decisionOf(step, call.state, at, newId, ({ operations }) => writeOf(operations, operation))
    )
  }
  return Result.map(
    change(operation),
    (write) => write === undefined ? { answer: operation } : { change: operationOnly(callId, write), answer: write }
  )
}

/** What a store is to keep of a change of an operation alone. */
export const operationOnly = (callId: CallId, write: OperationWrite): Change => ({
  call: { callId, operations: [write], recordings: [], told: [], decided: [] },
  events: eventsOf(callId, [write])
})

const writeOf = (writes: ReadonlyArray<OperationWrite>, before: StoredOperation): StoredOperation =>
  writes.find(({ operation }) => operation.id === before.operation.id) ?? before

/** What a store is to keep of a change of a call, with the notifications that tell of it, and the events. */
export const toChange = (
  call: CallChange,
  before: CallState | undefined,
  at: Instant,
  newId: NewId
): Change => {
  const state = call.state ?? before
  const callbackUri = state?.callbackUri ?? null
  const made = state === undefined || callbackUri === null
    ? []
    : call.told.map((body) => newNotification(state, callbackUri, body, newId(), at))
  return {
    call,
    made,
    events: [
      ...eventsOf(call.callId, call.operations),
      ...scriptEvents(call),
      ...scriptOver(call, before),
      ...phaseEvents(call, before),
      ...madeEvents(made)
    ]
  }
}

const phaseEvents = ({ callId, state }: CallChange, before: CallState | undefined): ReadonlyArray<EmulatorEvent> =>
  state === undefined || state._tag === before?._tag ? [] : [{ _tag: "Call", callId, call: toCall(state) }]

const scriptEvents = ({ callId, decided }: CallChange): ReadonlyArray<EmulatorEvent> =>
  decided.map(({ at, isMet, since, step, text }) => ({
    _tag: "Script",
    callId,
    step: step + 1,
    text,
    isMet,
    milliseconds: at - since
  }))

/** That nothing of the script of a call is left. */
const scriptOver = ({ callId, state }: CallChange, before: CallState | undefined): ReadonlyArray<EmulatorEvent> => {
  const story = state?.story
  if (story === undefined || story === null || !story.isOver || before?.story?.isOver === true) return []
  const result = resultOf(story)
  return result === "open" ? [] : [{ _tag: "ScriptOver", callId, result }]
}

const madeEvents = (made: ReadonlyArray<NewNotification>): ReadonlyArray<EmulatorEvent> =>
  made.map(({ attempts, callId, id, state }) => ({ _tag: "Notification", id, callId, state, attempts }))

/** The events of operations that were created, updated or deleted. */
const eventsOf = (callId: CallId, writes: ReadonlyArray<OperationWrite>): ReadonlyArray<EmulatorEvent> => {
  const events: Array<EmulatorEvent> = []
  for (const { changeType, operation, version } of writes) {
    if (changeType === undefined || !isRecordOperation(operation)) continue
    const change: RecordOperationChange = { changeType, callId, version, operation }
    events.push({ _tag: "Operation", change })
  }
  return events
}
