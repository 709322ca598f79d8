import { Schema } from "effect"
import { SoundId } from "../caller/CallerStep.ts"
import { InstantFromString } from "../Instant.ts"
import { type MediaEvent, PromptOutcome } from "./MediaEvent.ts"

/** A prompt that was played in a call. It plays still while `endedAt` and `outcome` are absent. */
export const PlayedPrompt = Schema.Struct({
  operationId: Schema.String,
  /** Its place among those of its operation. */
  index: Schema.Int,
  uri: Schema.String,
  startedAt: InstantFromString,
  endedAt: Schema.optionalKey(InstantFromString),
  outcome: Schema.optionalKey(PromptOutcome),
  /** Why it failed. */
  message: Schema.optionalKey(Schema.String),
  /** What is heard, when it was fetched: a sound of `/_emulator/sounds/{id}`. */
  soundId: Schema.optionalKey(SoundId)
})
export type PlayedPrompt = typeof PlayedPrompt.Type

/** The prompts of a call, in the order in which they were played. */
export const promptsPlayed = (events: ReadonlyArray<MediaEvent>): ReadonlyArray<PlayedPrompt> => {
  const prompts = new Map<string, PlayedPrompt>()
  for (const event of events) {
    if (event.type !== "promptStarted" && event.type !== "promptEnded") continue
    const { at, operationId, index } = event
    const key = `${operationId}/${index}`
    if (event.type === "promptStarted") {
      const { soundId, uri } = event
      prompts.set(key, { operationId, index, uri, startedAt: at, ...(soundId === undefined ? {} : { soundId }) })
    } else {
      const started = prompts.get(key)
      const { message, outcome } = event
      if (started === undefined) continue
      prompts.set(key, { ...started, endedAt: at, outcome, ...(message === undefined ? {} : { message }) })
    }
  }
  return Array.from(prompts.values())
}
