import type { CallerStep, Occasion } from "./CallerStep.ts"
import { formatShortDuration } from "./shortDuration.ts"

/** Writes a script as `parseCallerScript` reads it. */
export const formatCallerScript = (script: ReadonlyArray<CallerStep>): string =>
  script.map((step, index) => {
    const isLast = index === script.length - 1
    if (step._tag === "When") return isLast ? formatCallerStep(step) : `${formatCallerStep(step)} `
    return isLast ? formatCallerStep(step) : `${formatCallerStep(step)}; `
  }).join("")

/** Writes one step. */
export const formatCallerStep = (step: CallerStep): string => {
  switch (step._tag) {
    case "Speak":
    case "Silence":
      return `${step._tag.toLowerCase()} ${formatShortDuration(step.milliseconds)}`
    case "Play":
      return `${step.isSpeech === true ? `say "${step.name}"` : `play ${formatName(step.name)}`}${
        step.file === undefined ? "" : ` as ${step.file.id}/${step.file.sound}`
      }`
    case "Tone":
      return `tone ${step.tone}`
    case "HangUp":
      return "hang up"
    case "Fail":
      return `fail ${step.part}`
    case "Join":
    case "Leave":
    case "Mute":
    case "Unmute":
      return `${step._tag.toLowerCase()} ${formatName(step.name)}`
    case "When":
      return `when ${formatAwaited(step)}:`
    case "Expect":
      return `expect ${formatAwaited(step)}`
  }
}

const formatAwaited = (
  { occasion, within }: { readonly occasion: Occasion; readonly within: number | null }
): string =>
  within === null ? formatOccasion(occasion) : `${formatOccasion(occasion)} within ${formatShortDuration(within)}`

/** Writes what a caller waits for. */
export const formatOccasion = (occasion: Occasion): string => {
  switch (occasion._tag) {
    case "Established":
      return "established"
    case "PromptBegins":
      return occasion.name === null ? "prompt" : `prompt ${formatName(occasion.name)}`
    case "PromptEnds":
      return occasion.name === null ? "prompt ends" : `prompt ${formatName(occasion.name)} ends`
    case "RecordingBegins":
      return "recording"
    case "RecordingEnds":
      return "recording ends"
    case "Transfer":
      return "transfer"
    case "HangUp":
      return "hang up"
  }
}

/** A word that means itself needs no quotes. */
const formatName = (name: string): string =>
  /^[\w./%?=&+~@:-]*[\w/]$/u.test(name) && !["ends", "within"].includes(name.toLowerCase()) ? name : `"${name}"`
