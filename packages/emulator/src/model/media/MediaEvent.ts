import { OperationId } from "@recordop/core"
import { Tone } from "@recordop/core/calls"
import { Schema } from "effect"
import { SoundId } from "../caller/CallerStep.ts"
import { InstantFromString } from "../Instant.ts"
import { Sound } from "../recording/Sound.ts"

const operation = { at: InstantFromString, operationId: Schema.toType(OperationId) }
const prompt = { ...operation, index: Schema.Int }

/** How a prompt ended: it was played to its end, could not be played, or was cut off. */
export const PromptOutcome = Schema.Literals(["completed", "failed", "canceled"])
export type PromptOutcome = typeof PromptOutcome.Type

/** Something that whoever is in a call sees or hears: another state of it, a prompt, a recording, a key. */
export const MediaEvent = Schema.Union([
  Schema.Struct({ type: Schema.Literal("callState"), at: InstantFromString, state: Schema.String }),
  Schema.Struct({
    type: Schema.Literal("promptStarted"),
    ...prompt,
    uri: Schema.String,
    /** What is heard, when it was fetched. */
    soundId: Schema.optionalKey(SoundId)
  }),
  Schema.Struct({
    type: Schema.Literal("promptEnded"),
    ...prompt,
    outcome: PromptOutcome,
    /** Why it failed. */
    message: Schema.optionalKey(Schema.String)
  }),
  Schema.Struct({ type: Schema.Literal("recordingStarted"), ...operation }),
  /** `sound` is what was said in it, also when nothing of it was kept. */
  Schema.Struct({ type: Schema.Literal("recordingEnded"), ...operation, sound: Schema.optionalKey(Sound) }),
  Schema.Struct({ type: Schema.Literal("tonePressed"), at: InstantFromString, tone: Tone })
])
export type MediaEvent = typeof MediaEvent.Type
