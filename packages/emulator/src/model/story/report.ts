import type { ScriptReport, StepReport } from "../../protocol/script.ts"
import type { CallerScript } from "../caller/CallerScript.ts"
import { formatCallerScript, formatCallerStep } from "../caller/formatCallerScript.ts"
import type { CallState } from "../CallState.ts"
import type { Story } from "./Story.ts"

/** How far the caller has come in the script of a call. */
export const reportOf = (state: CallState, script: CallerScript): ScriptReport => {
  const { story } = state
  const text = formatCallerScript(script)
  if (story === undefined || story === null) {
    return { script: text, follows: "recordings", result: "open", steps: [], timeline: [] }
  }
  const isOver = state._tag === "Terminated"
  return {
    script: text,
    follows: "call",
    result: resultOf(story, isOver || story.next >= script.length),
    steps: script.map((step, index) => ({
      step: index + 1,
      text: formatCallerStep(step),
      ...stateOf(story, index, isOver)
    })),
    timeline: story.timeline
  }
}

const resultOf = (story: Story, isOver: boolean): ScriptReport["result"] => {
  if (story.outcomes.some(({ isMet }) => !isMet)) return "failed"
  return isOver ? "passed" : "open"
}

const stateOf = (
  story: Story,
  index: number,
  isOver: boolean
): Pick<StepReport, "state" | "at" | "milliseconds"> => {
  const outcome = story.outcomes.find(({ step }) => step === index)
  if (outcome !== undefined) {
    return {
      state: outcome.isMet ? "done" : "failed",
      at: outcome.at,
      milliseconds: outcome.at - outcome.since
    }
  }
  if (index < story.next) return { state: "done" }
  if (isOver) return { state: "notReached" }
  return { state: index === story.next ? "underWay" : "toCome" }
}
