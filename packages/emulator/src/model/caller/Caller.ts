import { Schema } from "effect"
import { Instant } from "../clock/Instant.ts"
import type { CallerScript } from "./CallerScript.ts"
import { type RecordingEvent } from "./Recording.ts"
import { Tone } from "./Tone.ts"

/** Something that the caller does or that a script makes happen, and when. */
export const CallerAct = Schema.Union([
  Schema.TaggedStruct("SpeechStarted", { at: Instant }),
  Schema.TaggedStruct("SpeechEnded", { at: Instant }),
  Schema.TaggedStruct("ToneReceived", { at: Instant, tone: Tone }),
  Schema.TaggedStruct("PromptFailed", { at: Instant }),
  Schema.TaggedStruct("BeepFailed", { at: Instant }),
  Schema.TaggedStruct("MediaLost", { at: Instant }),
  Schema.TaggedStruct("ErrorOccurred", { at: Instant }),
  Schema.TaggedStruct("HungUp", { at: Instant })
])
export type CallerAct = typeof CallerAct.Type

/**
 * What a script means for a recording that listens from `since` on. `fail prompt` and `fail beep` are not among it: they
 * take effect when that part is played.
 */
export const callerActs = (script: CallerScript, since: Instant): ReadonlyArray<CallerAct> => {
  const acts: Array<CallerAct> = []
  let at = since
  for (const step of script) {
    switch (step._tag) {
      case "Speak":
        acts.push({ _tag: "SpeechStarted", at })
        at += step.milliseconds
        acts.push({ _tag: "SpeechEnded", at })
        break
      case "Silence":
        at += step.milliseconds
        break
      case "Tone":
        acts.push({ _tag: "ToneReceived", at, tone: step.tone })
        break
      case "HangUp":
        acts.push({ _tag: "HungUp", at })
        break
      case "Fail":
        if (step.part === "media") acts.push({ _tag: "MediaLost", at })
        if (step.part === "unspecified") acts.push({ _tag: "ErrorOccurred", at })
    }
  }
  return acts
}

/** What the act means for a recording. */
export const toRecordingEvent = (act: CallerAct): RecordingEvent =>
  act._tag === "HungUp" ? { _tag: "CallEnded", at: act.at } : act
