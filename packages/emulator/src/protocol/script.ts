import { Schema } from "effect"
import { InstantFromString } from "../model/Instant.ts"

/** A step of a script, and what has become of it; `milliseconds` is how long it was waited for. */
export const StepReport = Schema.Struct({
  step: Schema.Int,
  text: Schema.String,
  state: Schema.Literals(["done", "failed", "underWay", "toCome", "notReached"]),
  at: Schema.optionalKey(InstantFromString),
  milliseconds: Schema.optionalKey(Schema.Int)
})
export type StepReport = typeof StepReport.Type

/**
 * The answer of `GET /_emulator/calls/{call}/script`. `follows` says whether the script is of the call as a whole, or of
 * each recording; only of the former there are steps and a timeline. `result` is `failed` as soon as a step is, and `passed`
 * when all steps are done or the call has ended.
 */
export const ScriptReport = Schema.Struct({
  script: Schema.String,
  follows: Schema.Literals(["call", "recordings"]),
  result: Schema.Literals(["open", "passed", "failed"]),
  steps: Schema.Array(StepReport),
  timeline: Schema.Array(Schema.Struct({ at: InstantFromString, what: Schema.String }))
})
export type ScriptReport = typeof ScriptReport.Type
