import type { CallId } from "@recordop/core"
import {
  callNotifications,
  type CommsNotifications,
  operationNotification,
  type Tone,
  type VersionedCallOperation
} from "@recordop/core/calls"
import { Predicate } from "effect"
import type { CallerScript } from "./caller/CallerScript.ts"
import { type CallState, toCall } from "./CallState.ts"
import type { Instant } from "./Instant.ts"
import type { MediaEvent } from "./media/MediaEvent.ts"
import type { Task } from "./operations/index.ts"
import type { TaskContext } from "./operations/Kind.ts"
import type { Sound } from "./recording/Sound.ts"
import type { CallSettings } from "./Settings.ts"
import type { StepOutcome } from "./story/Story.ts"

/** An operation of a call; one that plays, records or waits has a task. */
export interface StoredOperation extends VersionedCallOperation {
  readonly task: Task | null
}

/** An operation that plays, records or waits. */
export interface QueuedOperation extends VersionedCallOperation {
  readonly task: Task
}

/** A call as a store gives it to `step`. */
export interface LoadedCall {
  readonly state: CallState
  /** What plays or records, and what waits behind it: all of it when `isWhole`, or else the first few. */
  readonly queue: ReadonlyArray<QueuedOperation>
  readonly isWhole: boolean
  /** The call's scripts that somebody follows or will follow, by number. */
  readonly scripts: ReadonlyMap<number, CallerScript>
  /** The operation that the command names, when there is one. */
  readonly target?: StoredOperation
}

/** An operation to be kept; `changeType` is absent when only its task has gone on. */
export interface OperationWrite extends StoredOperation {
  readonly changeType?: "created" | "updated" | "deleted"
}

/** A call while it changes. */
export interface Turn {
  readonly loaded: LoadedCall
  readonly settings: CallSettings
  readonly state: CallState
  readonly queue: ReadonlyArray<QueuedOperation>
  readonly newScript: { readonly number: number; readonly script: CallerScript } | undefined
  readonly writes: ReadonlyArray<OperationWrite>
  readonly recordings: ReadonlyArray<RecordingEntry>
  /** What was said in recordings that have ended, also in those that nothing is kept of. */
  readonly heard: ReadonlyArray<RecordingEntry>
  readonly told: ReadonlyArray<CommsNotifications>
  /** What has become of steps of the call's script. */
  readonly decided: ReadonlyArray<StepOutcome>
  /** The keys that the caller has pressed. */
  readonly pressed: ReadonlyArray<Tone>
  /** What whoever is in the call has seen and heard. */
  readonly media: ReadonlyArray<MediaEvent>
}

/** What an operation has recorded. */
export interface RecordingEntry {
  readonly operationId: VersionedCallOperation["operation"]["id"]
  readonly sound: Sound
}

/** What becomes of a call: to be kept as a whole or not at all. */
export interface CallChange {
  readonly callId: CallId
  /** Absent when only operations have changed. */
  readonly state?: CallState
  /** When something happens in the call by itself, null when nothing will; absent when that is as it was. */
  readonly dueAt?: Instant | null
  readonly operations: ReadonlyArray<OperationWrite>
  readonly recordings: ReadonlyArray<RecordingEntry>
  /** A script that the call has from now on; of the others only those `inUse` are still followed. */
  readonly newScript?: {
    readonly number: number
    readonly script: CallerScript
    readonly inUse: ReadonlyArray<number>
  }
  /** What the bot is told. */
  readonly told: ReadonlyArray<CommsNotifications>
  /** What has become of steps of the call's script. */
  readonly decided: ReadonlyArray<StepOutcome>
  /** What whoever is in the call has seen and heard; absent when that is nothing. */
  readonly media?: ReadonlyArray<MediaEvent>
}

export const startTurn = (loaded: LoadedCall, settings: CallSettings): Turn => ({
  loaded,
  settings,
  state: loaded.state,
  queue: loaded.queue,
  newScript: undefined,
  writes: [],
  recordings: [],
  heard: [],
  told: [],
  decided: [],
  pressed: [],
  media: []
})

export const contextOf = ({ loaded, newScript, settings, state }: Turn): TaskContext => ({
  times: settings,
  script: state.script,
  scriptOf: (number) => {
    if (number === null) return settings.callerScript
    return (number === newScript?.number ? newScript.script : loaded.scripts.get(number)) ?? settings.callerScript
  },
  ...(Predicate.isNotNullish(state.story)
    ? { story: { speakingUntil: state.story.isSpeaking ? state.story.until : null } }
    : {})
})

/** The call is in another phase, and the bot is told. */
export const enter = (turn: Turn, state: CallState): Turn => ({
  ...turn,
  state,
  told: [...turn.told, ...callNotifications(toCall(state), turn.settings.notificationForm)]
})

/** An operation that is complete when it is answered is kept. */
export const withCompleted = (turn: Turn, operation: VersionedCallOperation["operation"]): Turn => ({
  ...turn,
  writes: [...turn.writes, { version: 1, operation, task: null, changeType: "created" }]
})

/** The bot is told that its call is about to end. */
export const announceEnd = (turn: Turn): Turn => ({
  ...turn,
  told: [
    ...turn.told,
    ...callNotifications({ ...toCall(turn.state), state: "terminating" }, turn.settings.notificationForm)
  ]
})

/** What the bot is told of the end of operations. */
export const endsOf = (
  { settings, state }: Turn,
  ended: ReadonlyArray<VersionedCallOperation>
): ReadonlyArray<CommsNotifications> =>
  ended.map((current) =>
    operationNotification(state.id, current, {
      form: settings.notificationForm,
      casing: settings.notificationCasing
    })
  )
