import type { Instant } from "../clock/Instant.ts"
import { callerActs, toRecordingEvent } from "../recording/callerActs.ts"
import type { CallerScript, CallerStep } from "../recording/CallerScript.ts"
import { type PlayTimes, type RecordingEvent, startRecording, stepRecording } from "../recording/Recording.ts"
import type { RecordResponseParameters } from "./actions.ts"
import type { Run } from "./CallState.ts"

/** Starts a recording with a caller who follows the script. */
export const startRun = (
  parameters: RecordResponseParameters,
  times: PlayTimes,
  script: CallerScript,
  at: Instant
): Run => enterPhase({ recording: startRecording(parameters, times, at), acts: [], held: [] }, undefined, script, at)

/** What becomes of it when something happens. */
export const stepRun = (run: Run, event: RecordingEvent, script: CallerScript): Run =>
  enterPhase({ ...run, recording: stepRecording(run.recording, event) }, run.recording, script, event.at)

/** Lets the caller do what comes next in the script. */
export const stepCaller = (run: Run, script: CallerScript): Run => {
  const [act, ...acts] = run.acts
  return act === undefined ? run : stepRun({ ...run, acts }, toRecordingEvent(act), script)
}

/** Makes the caller do something now, or one after another as soon as the recording listens. */
export const actByHand = (run: Run, step: CallerStep, script: CallerScript, at: Instant): Run => {
  if (run.recording.phase._tag !== "Listening") return { ...run, held: [...run.held, step] }
  switch (step._tag) {
    case "Speak": {
      const acts = [{ _tag: "SpeechEnded", at: at + step.milliseconds }] as const
      return stepRun({ ...run, acts }, { _tag: "SpeechStarted", at }, script)
    }
    case "Silence":
      return stepRun({ ...run, acts: [] }, { _tag: "SpeechEnded", at }, script)
    case "Tone":
      return stepRun(run, { _tag: "ToneReceived", at, tone: step.tone }, script)
    case "HangUp":
    case "Fail":
      return run
  }
}

/** A phase that begins may fail because the script says so; when the recording begins to listen, the caller begins. */
const enterPhase = (run: Run, before: Run["recording"] | undefined, script: CallerScript, at: Instant): Run => {
  const { phase } = run.recording
  if (phase._tag === before?.phase._tag) return run
  if (phase._tag === "Prompting" && fails(script, "prompt")) return { ...run, acts: [{ _tag: "PromptFailed", at }] }
  if (phase._tag === "Beeping" && fails(script, "beep")) return { ...run, acts: [{ _tag: "BeepFailed", at }] }
  if (phase._tag !== "Listening") return run
  const { held } = run
  const takesPlace = held.some(({ _tag }) => _tag === "Speak" || _tag === "Silence")
  const acts = [...callerActs(held, phase.since), ...(takesPlace ? [] : callerActs(script, phase.since))]
  return { ...run, acts, held: [] }
}

const fails = (script: CallerScript, part: "prompt" | "beep"): boolean =>
  script.some((step) => step._tag === "Fail" && step.part === part)
