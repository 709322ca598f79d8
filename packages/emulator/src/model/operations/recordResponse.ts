import { mergeUpdate, newOperation, type OperationId, type RecordCompletionReason } from "@recordop/core"
import { type CallOperation, isRecordOperation, RecordResponseParameters } from "@recordop/core/calls"
import { Schema } from "effect"
import { beginAt, Caller, nextAct, silentFrom, speakUntil } from "../caller/Caller.ts"
import { failsAt } from "../caller/CallerScript.ts"
import { CallerAction } from "../caller/CallerStep.ts"
import { speakOn } from "../caller/voice.ts"
import type { Instant } from "../Instant.ts"
import { promptFailure, PromptSounds, soundIdOf } from "../media/PromptSound.ts"
import { outcomes } from "../recording/outcomes.ts"
import { nextDeadline, Recording, type RecordingEvent, startRecording, stepRecording } from "../recording/Recording.ts"
import type { Sound } from "../recording/Sound.ts"
import type { Kind, Outcome, Progress } from "./Kind.ts"

/**
 * A recording and its caller. `script` is the number of the script that was the call's when the recording began to
 * listen; `held` are steps by hand that wait until it does.
 */
const Run = Schema.Struct({
  recording: Recording,
  caller: Schema.NullOr(Caller),
  script: Schema.NullOr(Schema.Int),
  held: Schema.Array(CallerAction)
})
type Run = typeof Run.Type

/** A recording that waits or runs; it has not begun while `run` is null. */
export const RecordTask = Schema.TaggedStruct("Record", {
  parameters: RecordResponseParameters,
  location: Schema.String,
  accessToken: Schema.String,
  sounds: PromptSounds,
  run: Schema.NullOr(Run)
})
export type RecordTask = typeof RecordTask.Type

/** How many steps by hand wait for a recording to listen, at the most. */
const maxHeld = 100

/** The operation and the task that `recordResponse` starts. */
export const startRecordResponse = (
  id: OperationId,
  parameters: RecordResponseParameters,
  location: string,
  accessToken: string,
  sounds?: RecordTask["sounds"]
) => {
  const { clientContext } = parameters
  const task: RecordTask = {
    _tag: "Record",
    parameters,
    location,
    accessToken,
    run: null,
    ...(sounds === undefined ? {} : { sounds })
  }
  return { operation: newOperation(id, { status: "Running", clientContext }), task }
}

type Context = Parameters<Kind<RecordTask>["begin"]>[1]

/** The recording of one response of the caller. */
export const recordResponse: Kind<RecordTask> = {
  hasBegun: ({ run }) => run !== null,

  begin: (task, context, at) => {
    const recording = startRecording(task.parameters, context.times, at, task.sounds)
    const run = { recording, caller: null, script: null, held: [] }
    const isUnusable = task.sounds?.some(({ _tag }) => _tag === "Unusable") === true
    return {
      ...task,
      run: isUnusable
        ? stepRun(run, { _tag: "PromptFailed", at }, context)
        : enterPhase(run, undefined, context, at)
    }
  },

  dueAt: ({ run }, { scriptOf }) => {
    if (run === null) return undefined
    const { recording: { phase } } = run
    if (phase._tag === "Ended") return phase.at
    const act = run.caller === null ? undefined : nextAct(run.caller, scriptOf(run.script))
    return Math.min(nextDeadline(run.recording) ?? Infinity, act?.event.at ?? Infinity)
  },

  pass: (task, context, due) => {
    const { run } = task
    if (run === null) return { _tag: "GoesOn", task }
    if ((nextDeadline(run.recording) ?? Infinity) <= due) {
      return progress(task, stepRun(run, { _tag: "DeadlinePassed", at: due }, context))
    }
    const next = run.caller === null ? undefined : nextAct(run.caller, context.scriptOf(run.script))
    if (next === undefined) return progress(task, run)
    if (next.event._tag === "HungUp") {
      return { _tag: "HangsUp", task: { ...task, run: { ...run, caller: next.caller } } }
    }
    const passed = progress(task, stepRun({ ...run, caller: next.caller }, next.event, context))
    // What was pressed by hand was told of then.
    const isScripted = run.caller?.steps === undefined
    return isScripted && next.event._tag === "ToneReceived" ? { ...passed, pressed: next.event.tone } : passed
  },

  act: (task, action, context, at) => {
    const { run } = task
    if (run === null) return { _tag: "Nothing", message: "Nothing is recorded now." }
    if (action._tag === "Fail") {
      if (action.part === "transfer") return { _tag: "Nothing", message: "Nobody is transferred now." }
      if (action.part === "answer") return { _tag: "Nothing", message: "Nobody is called now." }
      const failed = stepRun(run, { _tag: failureEvents[action.part], at }, context)
      return failed.recording.phase._tag === "Ended"
        ? progress(task, failed)
        : { _tag: "Nothing", message: `No ${action.part} is played now.` }
    }
    if (run.recording.phase._tag === "Listening") return progress(task, actNow(run, action, context, at))
    return run.held.length < maxHeld
      ? { _tag: "GoesOn", task: { ...task, run: { ...run, held: [...run.held, action] } } }
      : { _tag: "Nothing", message: `No more than ${maxHeld} steps can wait for a recording to listen.` }
  },

  hear: (task, voice, at) => {
    const { run } = task
    if (run === null || run.recording.phase._tag !== "Listening") return task
    const caller = speakOn(run.caller, voice, at)
    return caller === undefined
      ? undefined
      : { ...task, run: { ...(caller.speaking ? run : fallSilent(run, at)), caller } }
  },

  cancel: (task, context, at) => {
    const phase = task.run === null ? undefined : stepRun(task.run, { _tag: "Cancelled", at }, context).recording.phase
    return endWith(task, "operationCanceled", phase?._tag === "Ended" ? phase.sound : "")
  },

  playing: ({ parameters: { prompts: [prompt] }, run, sounds }) => {
    const phase = run?.recording.phase
    const isPlayed = phase?._tag === "Prompting" || (phase?._tag === "Ended" && phase.reason === "playPromptFailed")
    return prompt !== undefined && isPlayed
      ? { uri: prompt.mediaInfo.uri, index: 0, ...soundIdOf(sounds?.[0]) }
      : undefined
  },

  isListening: ({ run }) => run?.recording.phase._tag === "Listening",

  scriptInUse: ({ run }) => run?.caller === null ? null : run?.script ?? null
}

const failureEvents = {
  prompt: "PromptFailed",
  beep: "BeepFailed",
  media: "MediaLost",
  unspecified: "ErrorOccurred"
} as const

const progress = (task: RecordTask, run: Run): Progress<RecordTask> => {
  const { phase } = run.recording
  return phase._tag === "Ended"
    ? { _tag: "Ends", at: phase.at, end: endWith(task, phase.reason, phase.sound) }
    : { _tag: "GoesOn", task: { ...task, run } }
}

const endWith =
  ({ accessToken, location, sounds }: RecordTask, completionReason: RecordCompletionReason, sound: Sound) =>
  (operation: CallOperation): Outcome => {
    const { status } = outcomes[completionReason]
    const resultInfo = completionReason === "playPromptFailed"
      ? promptFailure(sounds?.find(({ _tag }) => _tag === "Unusable"))
      : outcomes[completionReason].resultInfo
    const isKept = status === "Completed"
    if (!isRecordOperation(operation)) return { operation }
    const ended = mergeUpdate(operation, {
      status,
      resultInfo,
      completionReason,
      recordingLocation: isKept ? location : "",
      recordingAccessToken: isKept ? accessToken : ""
    })
    return isKept ? { operation: ended, sound, heard: sound } : { operation: ended, heard: sound }
  }

const stepRun = (run: Run, event: RecordingEvent, context: Context): Run =>
  enterPhase({ ...run, recording: stepRecording(run.recording, event) }, run.recording, context, event.at)

/** The caller does something while the recording listens. */
const actNow = (run: Run, action: CallerAction, context: Context, at: Instant): Run => {
  switch (action._tag) {
    case "Speak":
      return speakNow(run, at + action.milliseconds, context, at)
    case "Play":
      return { ...fallSilent(run, at), caller: beginAt(at, [action]) }
    case "Silence":
      return stepRun({ ...run, caller: silentFrom(at) }, { _tag: "SpeechEnded", at }, context)
    case "Tone":
      return stepRun(run, { _tag: "ToneReceived", at, tone: action.tone }, context)
    default:
      return run
  }
}

/** What the caller says by the script, or by hand before, is over. */
const fallSilent = (run: Run, at: Instant): Run => ({
  ...run,
  recording: stepRecording(run.recording, { _tag: "SpeechEnded", at })
})

const speakNow = (run: Run, until: Instant, context: Context, at: Instant): Run =>
  stepRun({ ...run, caller: speakUntil(until) }, { _tag: "SpeechStarted", at }, context)

/** A phase that begins may fail because the script says so; when the recording begins to listen, the caller begins. */
const enterPhase = (run: Run, before: Recording | undefined, context: Context, at: Instant): Run => {
  const { phase } = run.recording
  if (phase._tag === before?.phase._tag) return run
  const script = context.scriptOf(context.script)
  if (phase._tag === "Prompting" && failsAt(script, "prompt")) {
    return stepRun(run, { _tag: "PromptFailed", at }, context)
  }
  if (phase._tag === "Beeping" && failsAt(script, "beep")) return stepRun(run, { _tag: "BeepFailed", at }, context)
  if (phase._tag !== "Listening") return run
  const { held } = run
  const listening = { ...run, script: context.script, held: [] }
  if (held.some(({ _tag }) => _tag === "Speak" || _tag === "Play" || _tag === "Silence")) {
    return { ...listening, caller: beginAt(phase.since, held) }
  }
  const recording = held.reduce((heard, step) => hear(heard, step, phase.since), run.recording)
  if (context.story === undefined) return { ...listening, recording, caller: beginAt(phase.since) }
  const { speakingUntil } = context.story
  return speakingUntil === null || speakingUntil <= phase.since
    ? { ...listening, recording, caller: silentFrom(phase.since) }
    : speakNow({ ...listening, recording }, speakingUntil, context, phase.since)
}

const hear = (recording: Recording, action: CallerAction, at: Instant): Recording =>
  action._tag === "Tone" ? stepRecording(recording, { _tag: "ToneReceived", at, tone: action.tone }) : recording
