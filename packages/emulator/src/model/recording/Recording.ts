import { RecordCompletionReason } from "@recordop/core"
import { type RecordResponseParameters, Tone } from "@recordop/core/calls"
import { Schema } from "effect"
import { Instant } from "../Instant.ts"
import { durationOf, type PromptSound } from "../media/PromptSound.ts"
import type { PlayTimes } from "../Settings.ts"
import { appendSound, Sound, SourceText } from "./Sound.ts"

/** What a recording is to do; times are in milliseconds. */
const Plan = Schema.Struct({
  playBeep: Schema.Boolean,
  beep: Schema.Int,
  initialSilence: Schema.Int,
  maxSilence: Schema.Int,
  maxDuration: Schema.Int,
  stopTones: Schema.Array(Tone)
})

/** How far a recording has come. `until` is when the phase ends by itself. */
const Phase = Schema.TaggedUnion({
  Prompting: { until: Instant },
  Beeping: { until: Instant },
  /** `sound` is what was recorded until `changedAt`, when the caller began or ceased to speak. */
  Listening: {
    since: Instant,
    speaking: Schema.Boolean,
    hasSpoken: Schema.Boolean,
    changedAt: Instant,
    sound: Sound,
    /** Where in a sound file it is that is heard since then. */
    source: Schema.optionalKey(SourceText)
  },
  Ended: { at: Instant, reason: RecordCompletionReason, sound: Sound }
})

/** One recording, from its prompt to its end. */
export const Recording = Schema.Struct({ plan: Plan, phase: Phase })
export type Recording = typeof Recording.Type

/** What can happen to a recording; `at` is when. */
export type RecordingEvent =
  & { readonly at: Instant }
  & (
    | { readonly _tag: "PromptEnded" | "PromptFailed" | "BeepPlayed" | "BeepFailed" }
    /** With the place in a sound file that is heard from now on. */
    | { readonly _tag: "SpeechStarted" | "SpeechEnded"; readonly source?: string }
    | { readonly _tag: "ToneReceived"; readonly tone: Tone }
    | { readonly _tag: "MediaLost" | "ErrorOccurred" | "Cancelled" | "CallEnded" | "DeadlinePassed" }
  )

/** The recording that starts at this instant: with its prompt, or its beep, or by listening at once. */
export const startRecording = (
  parameters: RecordResponseParameters,
  { beepDuration, promptDuration }: PlayTimes,
  at: Instant,
  sounds?: ReadonlyArray<PromptSound>
): Recording => {
  const plan = {
    playBeep: parameters.playBeep,
    beep: beepDuration,
    initialSilence: parameters.initialSilenceTimeoutInSeconds * 1_000,
    maxSilence: parameters.maxSilenceTimeoutInSeconds * 1_000,
    maxDuration: parameters.maxRecordDurationInSeconds * 1_000,
    stopTones: parameters.stopTones
  }
  if (parameters.prompts.length === 0) return afterPrompt(plan, at)
  const prompted = parameters.prompts.reduce((sum, _, index) => sum + durationOf(sounds?.[index], promptDuration), 0)
  return { plan, phase: { _tag: "Prompting", until: at + prompted } }
}

/**
 * When the recording goes on by itself; `undefined` once it has ended. The timer of the initial silence, like that of the
 * whole recording, runs from when it listens.
 */
export const nextDeadline = ({ phase, plan }: Recording): Instant | undefined => {
  switch (phase._tag) {
    case "Prompting":
    case "Beeping":
      return phase.until
    case "Listening":
      return Math.min(phase.since + plan.maxDuration, silenceDeadline(phase, plan))
    case "Ended":
      return undefined
  }
}

/**
 * What becomes of the recording when something happens. Pure and total. Timers that expire at or before `event.at` have
 * expired first, so that an event cannot come too late to be ignored; what makes no sense in a phase changes nothing.
 *
 * Laws: every recording ends, at the latest after prompt, beep, initial silence and maximum duration; one that has ended
 * never changes; the sound lasts from when it listens to its end.
 *
 * Source: Graph, "call: record"; the reasons are those of `microsoft.graph.recordCompletionReason`.
 */
export const stepRecording = (recording: Recording, event: RecordingEvent): Recording =>
  react(expire(recording, event.at), event)

/** What the recording holds; nothing before it listens. */
export const recordedSound = ({ phase }: Recording): Sound =>
  phase._tag === "Listening" || phase._tag === "Ended" ? phase.sound : ""

const expire = (recording: Recording, at: Instant): Recording => {
  let current = recording
  for (let due = nextDeadline(current); due !== undefined && due <= at; due = nextDeadline(current)) {
    current = pass(current, due)
  }
  return current
}

/** What the recording does by itself at its deadline. At the same instant the silence counts and not the duration. */
const pass = (recording: Recording, due: Instant): Recording => {
  const { phase, plan } = recording
  switch (phase._tag) {
    case "Prompting":
      return afterPrompt(plan, due)
    case "Beeping":
      return listen(plan, due)
    case "Listening":
      if (silenceDeadline(phase, plan) > due) return end(recording, due, "maxRecordDurationReached")
      return end(recording, due, phase.hasSpoken ? "maxSilenceTimeout" : "initialSilenceTimeout")
    case "Ended":
      return recording
  }
}

const react = (recording: Recording, event: RecordingEvent): Recording => {
  const { phase, plan } = recording
  if (phase._tag === "Ended") return recording
  switch (event._tag) {
    case "PromptEnded":
      return phase._tag === "Prompting" ? afterPrompt(plan, event.at) : recording
    case "PromptFailed":
      return phase._tag === "Prompting" ? end(recording, event.at, "playPromptFailed") : recording
    case "BeepPlayed":
      return phase._tag === "Beeping" ? listen(plan, event.at) : recording
    case "BeepFailed":
      return phase._tag === "Beeping" ? end(recording, event.at, "playBeepFailed") : recording
    case "SpeechStarted":
    case "SpeechEnded":
      return phase._tag === "Listening"
        ? { plan, phase: speak(phase, event.at, event._tag === "SpeechStarted", event.source) }
        : recording
    case "ToneReceived":
      return phase._tag === "Listening" && plan.stopTones.includes(event.tone)
        ? end(recording, event.at, "stopToneDetected")
        : recording
    case "MediaLost":
      return end(recording, event.at, "mediaReceiveTimeout")
    case "ErrorOccurred":
      return end(recording, event.at, "unspecifiedError")
    case "Cancelled":
    case "CallEnded":
      return end(recording, event.at, "operationCanceled")
    case "DeadlinePassed":
      return recording
  }
}

type Listening = Extract<Recording["phase"], { readonly _tag: "Listening" }>

const silenceDeadline = ({ changedAt, hasSpoken, since, speaking }: Listening, plan: Recording["plan"]): Instant => {
  if (speaking) return Infinity
  return hasSpoken ? changedAt + plan.maxSilence : since + plan.initialSilence
}

const afterPrompt = (plan: Recording["plan"], at: Instant): Recording =>
  plan.playBeep ? { plan, phase: { _tag: "Beeping", until: at + plan.beep } } : listen(plan, at)

const listen = (plan: Recording["plan"], at: Instant): Recording => ({
  plan,
  phase: { _tag: "Listening", since: at, speaking: false, hasSpoken: false, changedAt: at, sound: "" }
})

const speak = (phase: Listening, at: Instant, speaking: boolean, source?: string): Listening => {
  // Whoever speaks on by a sound file is heard by it from now on; silence goes on as it was, and its timer too.
  if (phase.speaking === speaking && (!speaking || source === undefined)) return phase
  const { source: _, ...rest } = phase
  return {
    ...rest,
    speaking,
    hasSpoken: true,
    changedAt: at,
    sound: soundUntil(phase, at),
    ...(source === undefined ? {} : { source })
  }
}

const soundUntil = ({ changedAt, sound, source, speaking }: Listening, at: Instant): Sound =>
  appendSound(sound, speaking, at - changedAt, source)

const end = ({ phase, plan }: Recording, at: Instant, reason: RecordCompletionReason): Recording => ({
  plan,
  phase: { _tag: "Ended", at, reason, sound: phase._tag === "Listening" ? soundUntil(phase, at) : "" }
})
