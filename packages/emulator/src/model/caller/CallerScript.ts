import { Tone } from "@recordop/core/calls"
import { shorten } from "@recordop/core/shorten"
import { Effect, Result, Schema, SchemaGetter, SchemaIssue } from "effect"
import { formatShortDuration, parseShortDuration } from "./shortDuration.ts"

/** The parts of a recording that a script can make fail. */
const failures = ["prompt", "beep", "media", "unspecified"] as const

const Milliseconds = Schema.Int.check(Schema.isBetween({ minimum: 1, maximum: 3_600_000 }))

/**
 * One thing that the simulated caller does: speak or be silent for a while, press a key, hang up, or make a part of the
 * recording fail.
 */
export const CallerStep = Schema.TaggedUnion({
  Speak: { milliseconds: Milliseconds },
  Silence: { milliseconds: Milliseconds },
  Tone: { tone: Tone },
  HangUp: {},
  Fail: { part: Schema.Literals(failures) }
})
export type CallerStep = typeof CallerStep.Type

/** How many steps a script may have. */
const maxSteps = 1_000

const expected = "expected speak 3s or silence 2s (1ms to 1h), tone #, hang up, or fail prompt|beep|media|unspecified"

/** Reads one step, as in `speak 3s`. The failure says what is wrong and what is allowed. */
export const parseCallerStep = (text: string): Result.Result<CallerStep, string> => {
  const [verb = "", ...rest] = text.trim().split(/\s+/)
  const step = stepOf(verb.toLowerCase(), rest.join(" "))
  return step === undefined ? Result.fail(`${expected}, got '${shorten(text.trim(), 40)}'`) : Result.succeed(step)
}

const stepOf = (verb: string, argument: string): CallerStep | undefined => {
  switch (verb) {
    case "speak":
    case "silence": {
      const milliseconds = parseShortDuration(argument)
      if (milliseconds === undefined || milliseconds < 1 || milliseconds > 3_600_000) return undefined
      return { _tag: verb === "speak" ? "Speak" : "Silence", milliseconds }
    }
    case "tone": {
      const tone = Tone.literals.find((tone) => tone === argument.toUpperCase())
      return tone === undefined ? undefined : { _tag: "Tone", tone }
    }
    case "hang":
      return argument.toLowerCase() === "up" ? { _tag: "HangUp" } : undefined
    case "fail": {
      const part = failures.find((part) => part === argument.toLowerCase())
      return part === undefined ? undefined : { _tag: "Fail", part }
    }
    default:
      return undefined
  }
}

/** Writes one step as `parseCallerStep` reads it. */
export const formatCallerStep = (step: CallerStep): string => {
  switch (step._tag) {
    case "Speak":
      return `speak ${formatShortDuration(step.milliseconds)}`
    case "Silence":
      return `silence ${formatShortDuration(step.milliseconds)}`
    case "Tone":
      return `tone ${step.tone}`
    case "HangUp":
      return "hang up"
    case "Fail":
      return `fail ${step.part}`
  }
}

/** Writes a script as `CallerScript` reads it. */
export const formatCallerScript = (script: ReadonlyArray<CallerStep>): string => script.map(formatCallerStep).join("; ")

const parseSteps = (text: string): Result.Result<ReadonlyArray<CallerStep>, string> => {
  const parts = text.split(";").filter((part) => part.trim() !== "")
  if (parts.length === 0) return Result.fail(`${expected}, got nothing`)
  if (parts.length > maxSteps) return Result.fail(`expected at most ${maxSteps} steps, got ${parts.length}`)
  const steps: Array<CallerStep> = []
  for (const [index, part] of parts.entries()) {
    const step = parseCallerStep(part)
    if (Result.isFailure(step)) return Result.fail(`step ${index + 1}: ${step.failure}`)
    steps.push(step.success)
  }
  return Result.succeed(steps)
}

const fromText = <A>(parse: (text: string) => Result.Result<A, string>) =>
  SchemaGetter.transformEffect((text: string) =>
    Result.match(parse(text), {
      onSuccess: Effect.succeed,
      onFailure: (message) => Effect.fail(new SchemaIssue.InvalidValue({ message }))
    })
  )

/**
 * What the simulated caller does from the moment a recording listens: steps separated by `;`, as in
 * `speak 3s; silence 2s; tone #`. After the last one the caller stays silent. `fail prompt` and `fail beep` take effect
 * when that part is played, everything else at its place. At most 1000 steps of 1 ms to 1 h each.
 */
export const CallerScript = Schema.String.pipe(
  Schema.decodeTo(Schema.Array(CallerStep).check(Schema.isMinLength(1), Schema.isMaxLength(maxSteps)), {
    decode: fromText(parseSteps),
    encode: SchemaGetter.transform(formatCallerScript)
  })
).annotate({ identifier: "CallerScript", description: "What the simulated caller does." })
export type CallerScript = typeof CallerScript.Type

/** One step in its text form, as in `tone #`. */
export const CallerStepFromString = Schema.String.pipe(
  Schema.decodeTo(CallerStep, {
    decode: fromText(parseCallerStep),
    encode: SchemaGetter.transform(formatCallerStep)
  })
).annotate({ identifier: "CallerStepFromString", description: "One thing that the simulated caller does." })

/** The caller of whoever says nothing: speaks for two minutes. */
export const defaultCallerScript: CallerScript = [{ _tag: "Speak", milliseconds: 120_000 }]
