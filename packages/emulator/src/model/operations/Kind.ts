import type { CallOperation, Tone } from "@recordop/core/calls"
import type { CallerScript } from "../caller/CallerScript.ts"
import type { CallerAction } from "../caller/CallerStep.ts"
import type { VoicePart } from "../caller/voice.ts"
import type { Instant } from "../Instant.ts"
import type { Sound } from "../recording/Sound.ts"
import type { PlayTimes } from "../Settings.ts"

/** What a task is told of its call. */
export interface TaskContext {
  readonly times: PlayTimes
  /** The call's scripts by number; null for the script that the call now has. */
  readonly scriptOf: (script: number | null) => CallerScript
  /** The number of the script that the caller follows from now on. */
  readonly script: number | null
  /** A caller who follows a script of the whole call does nothing because of a recording; they may be speaking. */
  readonly story?: { readonly speakingUntil: Instant | null }
}

/** How a task ends: what becomes of its operation, and what it has recorded. */
export interface Outcome {
  readonly operation: CallOperation
  /** What is kept of what was said. */
  readonly sound?: Sound
  /** What was said, also when nothing of it is kept. */
  readonly heard?: Sound
}

/**
 * What becomes of a task when something happens: it goes on, or it has ended, or the caller has left. `pressed` is the key
 * that made it so.
 */
export type Progress<Task> =
  | { readonly _tag: "GoesOn"; readonly task: Task; readonly pressed?: Tone }
  | {
    readonly _tag: "Ends"
    readonly at: Instant
    readonly end: (operation: CallOperation) => Outcome
    readonly pressed?: Tone
  }
  | { readonly _tag: "HangsUp"; readonly task: Task }

/** Why a caller cannot do something by hand. */
export interface NothingThere {
  readonly _tag: "Nothing"
  readonly message: string
}

/** Where a prompt is from, its place among those of its task, and the sound that was fetched. */
export interface PlayingPrompt {
  readonly uri: string
  readonly index: number
  readonly soundId?: string
}

/**
 * A kind of operation that plays or records: what stands first in the queue of a call, or waits there. All of it is pure
 * and total. To add a kind, write one of these and name it in `index.ts`.
 */
export interface Kind<Task> {
  readonly hasBegun: (task: Task) => boolean
  /** The task begins: it is first in the queue now. */
  readonly begin: (task: Task, context: TaskContext, at: Instant) => Task
  /** When something happens by itself in a task that has begun; `undefined` when nothing will. */
  readonly dueAt: (task: Task, context: TaskContext) => Instant | undefined
  /** What happens at the instant that `dueAt` gives. */
  readonly pass: (task: Task, context: TaskContext, due: Instant) => Progress<Task>
  /** What becomes of it when the caller does something by hand. */
  readonly act: (task: Task, action: CallerAction, context: TaskContext, at: Instant) => Progress<Task> | NothingThere
  /** What becomes of it when the caller says something as it goes on; nobody hears it without this. `undefined` when too much waits. */
  readonly hear?: (task: Task, voice: VoicePart, at: Instant) => Task | undefined
  /** What becomes of it when it is cancelled, begun or not. */
  readonly cancel: (task: Task, context: TaskContext, at: Instant) => (operation: CallOperation) => Outcome
  /** The prompt that plays, or that cannot be. */
  readonly playing: (task: Task) => PlayingPrompt | undefined
  /** Whether it records what the caller says now. */
  readonly isListening: (task: Task) => boolean
  /** The number of a script that the task still follows. */
  readonly scriptInUse: (task: Task) => number | null
}
