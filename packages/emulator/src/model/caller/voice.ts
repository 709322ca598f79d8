import type { Instant } from "../Instant.ts"
import { stretchesOf } from "../recording/Sound.ts"
import { beginAt, type Caller } from "./Caller.ts"
import type { CallerStep } from "./CallerStep.ts"

/** A part of what a caller says, as they say it: a sound file without a name. */
export type VoicePart = Extract<CallerStep, { readonly _tag: "Play" }>

/** How long after it has come a voice is heard, in milliseconds, so that what comes later can follow it without a gap. */
const delay = 200

/** How much of a voice waits to be heard, at the most, in milliseconds. */
export const longestVoice = 10_000

/**
 * The caller who says `part` after what they say by hand already; a little later when that is over, or when they follow a
 * script, which they leave for it. `undefined` when too much waits.
 */
export const speakOn = (caller: Caller | null, part: VoicePart, at: Instant): Caller | undefined => {
  if (caller?.steps === undefined) return beginAt(at + delay, [part])
  const end = endOf(caller, caller.steps)
  if (end < at) return beginAt(at + delay, [part])
  return end - at > longestVoice ? undefined : { ...caller, steps: [...caller.steps.slice(caller.next), part], next: 0 }
}

/** When the caller has done all that somebody told them by hand. */
const endOf = ({ at, next, part = 0 }: Caller, steps: ReadonlyArray<CallerStep>): Instant =>
  steps.slice(next).reduce((end, step, index) => end + durationOf(step, index === 0 ? part : 0), at)

const durationOf = (step: CallerStep, part: number): number => {
  switch (step._tag) {
    case "Speak":
    case "Silence":
      return step.milliseconds
    case "Play":
      return stretchesOf(step.file?.sound ?? "").slice(part).reduce((sum, { milliseconds }) => sum + milliseconds, 0)
    default:
      return 0
  }
}
