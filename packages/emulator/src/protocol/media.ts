import { Schema } from "effect"
import { CallSummary } from "../model/media/callSummary.ts"
import { MediaEvent } from "../model/media/MediaEvent.ts"
import { PlayedPrompt } from "../model/media/promptsPlayed.ts"

export type { MediaEvent } from "../model/media/MediaEvent.ts"
export { type PlayedPrompt, promptsPlayed } from "../model/media/promptsPlayed.ts"
export { wavOf } from "../model/recording/wav.ts"

/** The answer of `GET /_emulator/calls`: those that stand and those that have ended, the latest first. */
export const CallSummaries = Schema.Struct({ value: Schema.Array(CallSummary) })

/** The answer of `GET /_emulator/calls/{call}/timeline`: the last thousand of what happened, the oldest first. */
export const Timeline = Schema.Struct({ value: Schema.Array(MediaEvent) })

/** The answer of `GET /_emulator/calls/{call}/prompts`: what the caller has heard, in its order. */
export const PromptList = Schema.Struct({ value: Schema.Array(PlayedPrompt) })
