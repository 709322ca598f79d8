import { Effect, Result, Schema, SchemaGetter, SchemaIssue } from "effect"
import { CallerAction, CallerStep, isOfCall as isStepOfCall } from "./CallerStep.ts"
import { formatCallerScript, formatCallerStep } from "./formatCallerScript.ts"
import { maxSteps, parseCallerAction, parseCallerScript } from "./parseCallerScript.ts"

const fromText = <A>(parse: (text: string) => Result.Result<A, string>) =>
  SchemaGetter.transformEffect((text: string) =>
    Result.match(parse(text), {
      onSuccess: Effect.succeed,
      onFailure: (message) => Effect.fail(new SchemaIssue.InvalidValue({ message }))
    })
  )

/**
 * What the simulated caller does: steps separated by `;`, as in `speak 3s; silence 2s; tone #`. At most 1000 steps of 1 ms to
 * 1 h each. `fail prompt`, `fail beep`, `fail answer` and `fail transfer` take effect when that happens, everything else at its place.
 *
 * A script in which nothing is waited for, expected or done by others is followed in every recording that listens; any other, as in
 * `when prompt welcome.wav ends: tone 2; expect hang up within 3s`, is followed once, from the moment the call is
 * established. After the last step the caller stays silent.
 */
export const CallerScript = Schema.String.pipe(
  Schema.decodeTo(Schema.Array(CallerStep).check(Schema.isMinLength(1), Schema.isMaxLength(maxSteps)), {
    decode: fromText(parseCallerScript),
    encode: SchemaGetter.transform(formatCallerScript)
  })
).annotate({ identifier: "CallerScript", description: "What the simulated caller does." })
export type CallerScript = typeof CallerScript.Type

/** One thing that the caller does in its text form, as in `tone #`. */
export const CallerActionFromString = Schema.String.pipe(
  Schema.decodeTo(CallerAction, {
    decode: fromText(parseCallerAction),
    encode: SchemaGetter.transform((action: CallerAction) => formatCallerStep(action))
  })
).annotate({ identifier: "CallerActionFromString", description: "One thing that the simulated caller does." })

/** The caller of whoever says nothing: speaks for two minutes. */
export const defaultCallerScript: CallerScript = [{ _tag: "Speak", milliseconds: 120_000 }]

/** Whether a script makes a part of the call fail when that part comes. */
export const failsAt = (script: CallerScript, part: "prompt" | "beep" | "answer" | "transfer"): boolean =>
  script.some((step) => step._tag === "Fail" && step.part === part)

/** Whether a script is of the whole call: something in it is waited for, expected, or done by others. */
export const isOfCall = (script: CallerScript): boolean => script.some(isStepOfCall)
