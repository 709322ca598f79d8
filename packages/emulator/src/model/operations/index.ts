import type { CallOperation } from "@recordop/core/calls"
import { Schema } from "effect"
import type { CallerAction } from "../caller/CallerStep.ts"
import type { VoicePart } from "../caller/voice.ts"
import type { Instant } from "../Instant.ts"
import type { Kind, NothingThere, Outcome, Progress, TaskContext } from "./Kind.ts"
import { playPrompt, PlayPromptTask } from "./playPrompt.ts"
import { recordResponse, RecordTask } from "./recordResponse.ts"
import { sendDtmfTones, SendDtmfTonesTask } from "./sendDtmfTones.ts"

/** What plays, records or waits, of any kind. */
export const Task = Schema.Union([RecordTask, PlayPromptTask, SendDtmfTonesTask])
export type Task = typeof Task.Type

/** The registry: uses a task with the kind that it is of. */
const withKind = <A>(task: Task, use: <T extends Task>(kind: Kind<T>, task: T) => A): A => {
  switch (task._tag) {
    case "Record":
      return use(recordResponse, task)
    case "PlayPrompt":
      return use(playPrompt, task)
    case "SendDtmfTones":
      return use(sendDtmfTones, task)
  }
}

export const hasBegun = (task: Task): boolean => withKind(task, (kind, task) => kind.hasBegun(task))

export const begin = (task: Task, context: TaskContext, at: Instant): Task =>
  withKind(task, (kind, task): Task => kind.begin(task, context, at))

export const dueAt = (task: Task, context: TaskContext): Instant | undefined =>
  withKind(task, (kind, task) => kind.dueAt(task, context))

export const pass = (task: Task, context: TaskContext, due: Instant): Progress<Task> =>
  withKind(task, (kind, task): Progress<Task> => kind.pass(task, context, due))

export const act = (
  task: Task,
  action: CallerAction,
  context: TaskContext,
  at: Instant
): Progress<Task> | NothingThere =>
  withKind(task, (kind, task): Progress<Task> | NothingThere => kind.act(task, action, context, at))

/** The task as it hears somebody speak; `undefined` when it has more to hear than it can. */
export const hear = (task: Task, voice: VoicePart, at: Instant): Task | undefined =>
  withKind(task, (kind, task): Task | undefined => kind.hear === undefined ? task : kind.hear(task, voice, at))

export const cancel = (task: Task, context: TaskContext, at: Instant): (operation: CallOperation) => Outcome =>
  withKind(task, (kind, task) => kind.cancel(task, context, at))

export const playing = (task: Task) => withKind(task, (kind, task) => kind.playing(task))

export const isListening = (task: Task): boolean => withKind(task, (kind, task) => kind.isListening(task))

export const scriptInUse = (task: Task): number | null => withKind(task, (kind, task) => kind.scriptInUse(task))
