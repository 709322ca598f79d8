import type { OperationId, ResultInfo } from "@recordop/core"
import type {
  CallOperation,
  MediaCompletionReason,
  PlayPromptOperation,
  PlayPromptParameters
} from "@recordop/core/calls"
import { Schema } from "effect"
import { Instant } from "../Instant.ts"
import { durationOf, promptFailure, PromptSounds, soundIdOf } from "../media/PromptSound.ts"
import { outcomes } from "../recording/outcomes.ts"
import type { PlayTimes } from "../Settings.ts"
import type { Kind, Outcome } from "./Kind.ts"

/** Prompts that wait or play, one after another: the one at `index` until an instant. They have not begun while that is null. */
export const PlayPromptTask = Schema.TaggedStruct("PlayPrompt", {
  uris: Schema.Array(Schema.String),
  sounds: PromptSounds,
  index: Schema.Int,
  until: Schema.NullOr(Instant)
})
export type PlayPromptTask = typeof PlayPromptTask.Type

/** The operation and the task that `playPrompt` starts. */
export const startPlayPrompt = (
  id: OperationId,
  { clientContext, prompts }: PlayPromptParameters,
  sounds?: PlayPromptTask["sounds"]
) => {
  const operation: PlayPromptOperation = {
    "@odata.type": "#microsoft.graph.playPromptOperation",
    id,
    status: "Running",
    clientContext,
    resultInfo: null,
    prompts: prompts.map(({ mediaInfo }) => ({
      "@odata.type": "#microsoft.graph.mediaPrompt",
      mediaInfo: { "@odata.type": "#microsoft.graph.mediaInfo", ...mediaInfo }
    })),
    completionReason: null
  }
  const uris = prompts.map(({ mediaInfo }) => mediaInfo.uri)
  const task: PlayPromptTask = {
    _tag: "PlayPrompt",
    uris,
    index: 0,
    until: null,
    ...(sounds === undefined ? {} : { sounds })
  }
  return { operation, task }
}

/** The playing of prompts. */
export const playPrompt: Kind<PlayPromptTask> = {
  hasBegun: ({ until }) => until !== null,
  begin: (task, { times }, at) => ({ ...task, until: at + lengthOf(task, task.index, times) }),
  dueAt: ({ until }) => until ?? undefined,
  pass: (task, { times }, at) => {
    const sound = task.sounds?.[task.index]
    if (sound?._tag === "Unusable") return { _tag: "Ends", at, end: failed(promptFailure(sound)) }
    const index = task.index + 1
    return index < task.uris.length
      ? { _tag: "GoesOn", task: { ...task, index, until: at + lengthOf(task, index, times) } }
      : { _tag: "Ends", at, end: endWith("completedSuccessfully", "Completed", succeeded) }
  },
  act: (_task, action, _context, at) =>
    action._tag === "Fail" && action.part === "prompt"
      ? { _tag: "Ends", at, end: failed(outcomes.playPromptFailed.resultInfo) }
      : { _tag: "Nothing", message: "Nothing is recorded now." },
  cancel: () => endWith("mediaOperationCanceled", "Failed", outcomes.operationCanceled.resultInfo),
  playing: ({ index, sounds, until, uris }) =>
    until === null ? undefined : { uri: uris[index] ?? "", index, ...soundIdOf(sounds?.[index]) },
  isListening: () => false,
  scriptInUse: () => null
}

const lengthOf = ({ sounds }: PlayPromptTask, index: number, { promptDuration }: PlayTimes): number =>
  durationOf(sounds?.[index], promptDuration)

const succeeded: ResultInfo = { code: 200, subcode: 0, message: "Action completed successfully." }

const failed = (resultInfo: ResultInfo) => endWith("unknown", "Failed", resultInfo)

const endWith =
  (completionReason: MediaCompletionReason, status: "Completed" | "Failed", resultInfo: ResultInfo) =>
  (operation: CallOperation): Outcome => ({
    operation: operation["@odata.type"] === "#microsoft.graph.playPromptOperation"
      ? { ...operation, completionReason, status, resultInfo }
      : { ...operation, status, resultInfo }
  })
