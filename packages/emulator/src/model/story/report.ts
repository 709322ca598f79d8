import type { ScriptReport, StepReport } from "../../protocol/script.ts"
import type { CallerScript } from "../caller/CallerScript.ts"
import type { CallerStep } from "../caller/CallerStep.ts"
import { formatCallerScript, formatCallerStep } from "../caller/formatCallerScript.ts"
import type { CallState } from "../CallState.ts"
import { followsCall } from "./followsCall.ts"
import type { Story } from "./Story.ts"

/** How far the caller has come in the script of a call. */
export const reportOf = (state: CallState, script: CallerScript): ScriptReport => {
  const { story } = state
  const text = formatCallerScript(script)
  if (story === undefined || story === null) {
    return followsCall(state, script)
      ? { script: text, follows: "call", result: "open", steps: script.map(toCome), timeline: [] }
      : { script: text, follows: "recordings", result: "open", steps: [], timeline: [] }
  }
  const isOver = state._tag === "Terminated"
  return {
    script: text,
    follows: "call",
    result: resultOf(story),
    steps: script.map((step, index) => ({
      step: index + 1,
      text: formatCallerStep(step),
      ...stateOf(story, script, index, isOver)
    })),
    timeline: story.timeline
  }
}

const toCome = (step: CallerStep, index: number): StepReport => ({
  step: index + 1,
  text: formatCallerStep(step),
  state: "toCome"
})

/** Whether all that was expected has come, as far as that is known. */
export const resultOf = ({ isOver, outcomes }: Story): ScriptReport["result"] => {
  if (outcomes.some(({ isMet }) => !isMet)) return "failed"
  return isOver ? "passed" : "open"
}

const stateOf = (
  story: Story,
  script: CallerScript,
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
  if (index < story.next) return { state: isSkipped(story, script, index) ? "notReached" : "done" }
  if (isOver) return { state: "notReached" }
  return { state: index === story.next ? "underWay" : "toCome" }
}

/** Whether a step waited for something that did not come: then it was not done. */
const isSkipped = ({ outcomes }: Story, script: CallerScript, index: number): boolean => {
  for (let before = index - 1; script[before]?._tag === "When"; before--) {
    if (outcomes.some(({ isMet, step }) => step === before && !isMet)) return true
  }
  return false
}
