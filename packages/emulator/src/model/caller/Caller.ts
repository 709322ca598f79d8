import { Schema } from "effect"
import { Instant } from "../Instant.ts"
import type { RecordingEvent } from "../recording/Recording.ts"
import { stretchesOf } from "../recording/Sound.ts"
import type { CallerScript } from "./CallerScript.ts"
import { CallerStep } from "./CallerStep.ts"

/**
 * Where a caller is in what they do while a recording listens. `steps` are those that somebody told them by hand; without
 * them it is the script of the call. The step at `next` begins at `at`; while the caller is `speaking`, they fall silent
 * then first.
 */
export const Caller = Schema.Struct({
  steps: Schema.optionalKey(Schema.Array(CallerStep)),
  next: Schema.Int,
  at: Instant,
  speaking: Schema.Boolean,
  /** How many stretches of the sound file of the step at `next` are over. */
  part: Schema.optionalKey(Schema.Int)
})
export type Caller = typeof Caller.Type

/** What a caller does, and how they then go on. */
export interface CallerAct {
  readonly event: RecordingEvent | { readonly _tag: "HungUp"; readonly at: Instant }
  readonly caller: Caller
}

/** The caller who begins to follow the script, or the steps that were told by hand. */
export const beginAt = (at: Instant, steps?: ReadonlyArray<CallerStep>): Caller => ({
  ...(steps === undefined ? {} : { steps }),
  next: 0,
  at,
  speaking: false
})

/** The caller who speaks until an instant, and then does nothing more. */
export const speakUntil = (at: Instant): Caller => ({ steps: [], next: 0, at, speaking: true })

/** The caller who does nothing more. */
export const silentFrom = (at: Instant): Caller => ({ steps: [], next: 0, at, speaking: false })

/**
 * What the caller does next; `undefined` when nothing more. Steps of silence only take time, and `fail prompt` and
 * `fail beep` none: they take effect when that part is played.
 */
export const nextAct = (caller: Caller, script: CallerScript): CallerAct | undefined => {
  const steps = caller.steps ?? script
  if (caller.speaking) {
    const source = sourceAfter(steps.slice(caller.next), caller.part ?? 0)
    return act({ _tag: "SpeechEnded", at: caller.at, ...source }, { ...caller, speaking: false })
  }
  const { part: begun = 0, ...rest } = caller
  let { at } = caller
  for (let index = caller.next; index < steps.length; index++) {
    const step = steps[index]
    if (step === undefined) return undefined
    const after = { ...rest, next: index + 1, at }
    switch (step._tag) {
      case "Speak":
        return act({ _tag: "SpeechStarted", at }, { ...after, at: at + step.milliseconds, speaking: true })
      case "Silence":
        at += step.milliseconds
        break
      case "Play":
        for (const [part, { milliseconds, speaking }] of stretchesOf(step.file?.sound ?? "").entries()) {
          if (index === caller.next && part < begun) continue
          if (speaking) {
            const playing = { ...rest, next: index, part: part + 1, at: at + milliseconds, speaking: true }
            return act({ _tag: "SpeechStarted", at, ...sourceOf(step, part) }, playing)
          }
          at += milliseconds
        }
        break
      case "Tone":
        return act({ _tag: "ToneReceived", at, tone: step.tone }, after)
      case "HangUp":
        return act({ _tag: "HungUp", at }, after)
      case "Fail":
        if (step.part === "media") return act({ _tag: "MediaLost", at }, after)
        if (step.part === "unspecified") return act({ _tag: "ErrorOccurred", at }, after)
        break
      default:
        // Steps of a script of the whole call, which no recording follows.
        break
    }
  }
  return undefined
}

/** Where in its file a stretch of a step begins; nowhere when the step plays none, or no more of it. */
const sourceOf = (step: CallerStep | undefined, part: number): { readonly source?: string } => {
  if (step?._tag !== "Play" || step.file === undefined) return {}
  const stretches = stretchesOf(step.file?.sound ?? "")
  if (part >= stretches.length) return {}
  const before = stretches.slice(0, part).reduce((sum, { milliseconds }) => sum + milliseconds, 0)
  return { source: `${step.file.id}:${before}` }
}

/** Where it goes on when the stretches before `part` are over: in the same file, or in the one that follows at once. */
const sourceAfter = ([step, next]: ReadonlyArray<CallerStep>, part: number): { readonly source?: string } => {
  const isOver = step?._tag === "Play" && part >= stretchesOf(step.file?.sound ?? "").length
  return isOver ? sourceOf(next, 0) : sourceOf(step, part)
}

const act = (event: CallerAct["event"], caller: Caller): CallerAct => ({ event, caller })
