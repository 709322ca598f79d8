import { Tone } from "@recordop/core/calls"
import { Schema } from "effect"
import { Sound } from "../recording/Sound.ts"

/** The parts of a call that a script can make fail. */
export const failures = ["prompt", "beep", "media", "unspecified", "answer", "transfer"] as const

export const Milliseconds = Schema.Int.check(Schema.isBetween({ minimum: 1, maximum: 3_600_000 }))

/** The name of a person, or the end of the URI of a prompt: not blank, without quotes and line breaks, at most 256 characters. */
export const Name = Schema.String.check(
  Schema.isPattern(/^[^"\r\n\0]*[^"\s\0][^"\r\n\0]*$/u, { expected: "a name without quotes and line breaks" }),
  Schema.isMaxLength(256, { expected: "a name of at most 256 characters" }),
  // A store in UTF-8 has no room for half a character.
  Schema.makeFilter((name) => name.isWellFormed(), { expected: "a name of whole characters" })
)

/** The id of a sound file: the beginning of the SHA-256 of what is in it. */
export const SoundId = Schema.String.check(Schema.isPattern(/^[0-9a-f]{16}$/u))

const actions = {
  Speak: { milliseconds: Milliseconds },
  Silence: { milliseconds: Milliseconds },
  /**
   * What is said is in a sound file of this name, or it is the name itself as it is spoken. `file` is absent until it has been looked up; its
   * `sound` says when somebody speaks in it, and when not.
   */
  Play: {
    name: Name,
    isSpeech: Schema.optionalKey(Schema.Literal(true)),
    file: Schema.optionalKey(Schema.Struct({ id: SoundId, sound: Sound }))
  },
  Tone: { tone: Tone },
  HangUp: {},
  Fail: { part: Schema.Literals(failures) },
  Join: { name: Name },
  Leave: { name: Name },
  Mute: { name: Name },
  Unmute: { name: Name }
}

/**
 * One thing that the simulated caller does: speak or be silent for a while, speak what is in a sound file, press a key, hang up, or make a part of the call
 * fail; and what others do: join or leave the call, mute or unmute themselves.
 */
export const CallerAction = Schema.TaggedUnion(actions)
export type CallerAction = typeof CallerAction.Type

/** Something that a caller can wait for; a prompt without a name is any, `HangUp` is the bot's. */
export const Occasion = Schema.TaggedUnion({
  Established: {},
  PromptBegins: { name: Schema.NullOr(Name) },
  PromptEnds: { name: Schema.NullOr(Name) },
  RecordingBegins: {},
  RecordingEnds: {},
  Transfer: {},
  HangUp: {}
})
export type Occasion = typeof Occasion.Type

const awaited = { occasion: Occasion, within: Schema.NullOr(Milliseconds) }

/**
 * A step of a script: something that the caller does, or waits for, or expects of the bot. What does not happen `within` so
 * many milliseconds, or is expected and never happens, is a failure.
 */
export const CallerStep = Schema.TaggedUnion({ ...actions, When: awaited, Expect: awaited })
export type CallerStep = typeof CallerStep.Type

/** Whether a step makes sense in a call as a whole alone: it waits for something, or others do it. */
export const isOfCall = ({ _tag }: CallerStep): boolean =>
  _tag === "When" || _tag === "Expect" || _tag === "Join" || _tag === "Leave" || _tag === "Mute" || _tag === "Unmute"

/** Whether a step waits for something. */
export const isAwaiting = (step: CallerStep): step is Extract<CallerStep, { readonly _tag: "When" | "Expect" }> =>
  step._tag === "When" || step._tag === "Expect"
