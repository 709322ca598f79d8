import type { ResultInfo } from "@recordop/core"
import { Schema } from "effect"
import { SoundId } from "../caller/CallerStep.ts"
import { outcomes } from "../recording/outcomes.ts"

/** What was found where a prompt is: a sound of so many milliseconds, or a reason why it cannot be played. */
export const PromptSound = Schema.TaggedUnion({
  Fetched: { id: SoundId, milliseconds: Schema.Int },
  Unusable: { message: Schema.String }
})
export type PromptSound = typeof PromptSound.Type

/** The sounds of the prompts of a task, in their order; absent when prompts are not fetched. */
export const PromptSounds = Schema.optionalKey(Schema.Array(PromptSound))

/** How long a prompt plays; that one cannot be is known a millisecond later. */
export const durationOf = (sound: PromptSound | undefined, promptDuration: number): number => {
  if (sound === undefined) return promptDuration
  return sound._tag === "Fetched" ? sound.milliseconds : 1
}

/** The result of a prompt that could not be played. */
export const promptFailure = (sound: PromptSound | undefined): ResultInfo => {
  const { resultInfo } = outcomes.playPromptFailed
  return sound?._tag === "Unusable"
    ? { ...resultInfo, message: `Action failed, the prompt cannot be played: ${sound.message}` }
    : resultInfo
}

/** The id of what is heard, as a part of whatever tells of the prompt. */
export const soundIdOf = (sound: PromptSound | undefined): { readonly soundId?: string } =>
  sound?._tag === "Fetched" ? { soundId: sound.id } : {}
