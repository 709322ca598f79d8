import { Result } from "effect"
import type { Instant } from "../clock/Instant.ts"
import type { OperationId } from "../Ids.ts"
import type { CallerScript, CallerStep } from "../recording/CallerScript.ts"
import { outcomes } from "../recording/outcomes.ts"
import { type RecordingEvent } from "../recording/Recording.ts"
import { isFinal } from "../RecordOperations.ts"
import { CallNotFound } from "../RecordOperationsError.ts"
import type { PlayPromptParameters, RecordResponseParameters } from "./actions.ts"
import { isServiceHosted } from "./Call.ts"
import { type CallChange, CallDraft, type CallSettings, type LoadedCall } from "./CallDraft.ts"
import { CallNotEstablished, type CallsError, InvalidMediaMode, NothingToActOn } from "./CallsError.ts"
import { callDueAt, type MediaOperation, runDueAt } from "./CallState.ts"
import type { PlayPromptOperation } from "./mediaOperations.ts"
import { actByHand, stepCaller, stepRun } from "./run.ts"

/** What somebody does with a call; time passes without anybody. */
export type CallCommand =
  | { readonly _tag: "TimePassed" }
  | {
    readonly _tag: "RecordResponse"
    readonly operationId: OperationId
    readonly parameters: RecordResponseParameters
    readonly location: string
    readonly accessToken: string
  }
  | { readonly _tag: "PlayPrompt"; readonly operation: PlayPromptOperation; readonly parameters: PlayPromptParameters }
  | { readonly _tag: "CancelMedia" }
  | { readonly _tag: "SetScript"; readonly script: CallerScript }
  | { readonly _tag: "Act"; readonly step: CallerStep }
  | { readonly _tag: "End" }

type Refusal = CallsError["reason"]

/**
 * What becomes of a call when somebody does something with it at an instant, after everything that fell due until then.
 * What falls due because of it, even at the same instant, is left for later: an operation that starts is answered running.
 * Pure: what is random comes with the command. Refuses what the call is in no state for.
 *
 * An operation in the queue that somebody else has ended or deleted meanwhile leaves it, and the next one begins; the bot
 * is told of the end.
 */
export const stepCall = (
  loaded: LoadedCall,
  command: CallCommand,
  at: Instant,
  settings: CallSettings
): Result.Result<CallChange, Refusal> => {
  const { call } = loaded.state
  if (call.state === "terminated") return Result.fail(new CallNotFound({ callId: call.id }))
  const draft = new CallDraft(loaded, settings)
  dropEnded(draft, at)
  passTime(draft, at)
  const refusal = draft.state.call.state === "terminated" ? obeyTooLate(draft, command) : obey(draft, command, at)
  if (refusal !== undefined) return Result.fail(refusal)
  leaveEndedRun(draft)
  return Result.succeed(draft.changeAt(at))
}

/** The call has ended at this very instant: whoever wanted that has it, and for the rest it is gone. */
const obeyTooLate = ({ state: { call } }: CallDraft, command: CallCommand): Refusal | undefined => {
  const isContent = command._tag === "TimePassed" || command._tag === "End" ||
    (command._tag === "Act" && command.step._tag === "HangUp")
  return isContent ? undefined : new CallNotFound({ callId: call.id })
}

const dropEnded = (draft: CallDraft, at: Instant): void => {
  const isEnded = (media: MediaOperation): boolean => {
    if (media._tag === "Prompt") return false
    const current = draft.operation(media.operationId)
    return current === undefined || isFinal(current.operation)
  }
  const ended = draft.state.media.filter(isEnded)
  for (const media of ended) {
    const current = media._tag === "Record" ? draft.operation(media.operationId) : undefined
    if (current !== undefined) draft.notifyEnd(current)
  }
  draft.leaveQueue(ended, at)
}

/** Does what falls due until an instant, each at its own. */
const passTime = (draft: CallDraft, until: Instant): void => {
  for (;;) {
    leaveEndedRun(draft)
    const due = callDueAt(draft.state)
    if (due === undefined || due > until) return
    passInstant(draft, due)
  }
}

const passInstant = (draft: CallDraft, due: Instant): void => {
  const { script, state: { establishesAt, media: [first] } } = draft
  if (establishesAt === due) return establish(draft)
  if (first === undefined) return undefined
  if (first._tag === "Prompt") {
    draft.endPrompt(first, { code: 200, subcode: 0, message: "Action completed successfully." })
    return draft.leaveQueue([first], due)
  }
  if (first.run === null) return undefined
  if (runDueAt(first.run) <= due) {
    return draft.replaceFirst({ ...first, run: stepRun(first.run, { _tag: "DeadlinePassed", at: due }, script) })
  }
  if (first.run.acts[0]?._tag === "HungUp") return hangUp(draft, due)
  return draft.replaceFirst({ ...first, run: stepCaller(first.run, script) })
}

/** The first one in the queue leaves it when its recording has ended. */
const leaveEndedRun = (draft: CallDraft): void => {
  for (let ended = endedFirst(draft); ended !== undefined; ended = endedFirst(draft)) {
    draft.endRecording(ended.media, ended.phase.reason, ended.phase.sound)
    draft.leaveQueue([ended.media], ended.phase.at)
  }
}

const endedFirst = ({ state: { media: [media] } }: CallDraft) => {
  if (media?._tag !== "Record") return undefined
  const phase = media.run?.recording.phase
  return phase?._tag === "Ended" ? { media, phase } : undefined
}

const establish = (draft: CallDraft): void => {
  draft.update({ establishesAt: null })
  draft.updateCall({
    state: "established",
    mediaState: { "@odata.type": "#microsoft.graph.callMediaState", audio: "active" }
  })
}

const obey = (draft: CallDraft, command: CallCommand, at: Instant): Refusal | undefined => {
  const { call } = draft.state
  switch (command._tag) {
    case "TimePassed":
      return undefined
    case "RecordResponse": {
      const { _tag: _, ...media } = command
      const { bargeInAllowed, clientContext } = media.parameters
      const refusal = mediaRefusal(call)
      if (refusal !== undefined) return refusal
      if (bargeInAllowed) cancelMedia(draft, "Cancelled", at)
      draft.create(media.operationId, { status: "Running", clientContext })
      draft.enqueue({ _tag: "Record", ...media, run: null }, at)
      return undefined
    }
    case "PlayPrompt": {
      const { operation, parameters } = command
      const refusal = mediaRefusal(call)
      if (refusal !== undefined) return refusal
      draft.enqueue({ _tag: "Prompt", operation, prompts: parameters.prompts.length, until: null }, at)
      return undefined
    }
    case "CancelMedia": {
      const refusal = mediaRefusal(call)
      if (refusal !== undefined) return refusal
      cancelMedia(draft, "Cancelled", at)
      return undefined
    }
    case "SetScript":
      draft.update({ script: command.script })
      return undefined
    case "Act":
      return act(draft, command.step, at)
    case "End":
      endCall(draft, at, 7000, "The bot ended the call.")
      return undefined
  }
}

const mediaRefusal = (call: LoadedCall["state"]["call"]): Refusal | undefined => {
  if (call.state !== "established") return new CallNotEstablished({ callId: call.id })
  return isServiceHosted(call) ? undefined : new InvalidMediaMode({ callId: call.id })
}

const cancelMedia = (draft: CallDraft, _tag: "Cancelled" | "CallEnded", at: Instant): void => {
  const cancelled = draft.state.media
  draft.update({ media: [] })
  for (const media of cancelled) {
    if (media._tag === "Prompt") draft.endPrompt(media, outcomes.operationCanceled.resultInfo)
    else draft.endRecording(media, "operationCanceled", endedSound(media, { _tag, at }, draft))
  }
}

const endedSound = (
  media: Extract<MediaOperation, { readonly _tag: "Record" }>,
  event: RecordingEvent,
  draft: CallDraft
) => {
  if (media.run === null) return []
  const { phase } = stepRun(media.run, event, draft.script).recording
  return phase._tag === "Ended" ? phase.sound : []
}

const act = (draft: CallDraft, step: CallerStep, at: Instant): Refusal | undefined => {
  if (step._tag === "HangUp") {
    hangUp(draft, at)
    return undefined
  }
  const { script, state: { media: [first] } } = draft
  if (first?._tag === "Prompt" && step._tag === "Fail" && step.part === "prompt") {
    draft.endPrompt(first, outcomes.playPromptFailed.resultInfo)
    draft.leaveQueue([first], at)
    return undefined
  }
  if (first?._tag !== "Record" || first.run === null) return new NothingToActOn({ message: "Nothing is recorded now." })
  if (step._tag !== "Fail") {
    draft.replaceFirst({ ...first, run: actByHand(first.run, step, script, at) })
    return undefined
  }
  const run = stepRun(first.run, { _tag: failureEvents[step.part], at }, script)
  if (run.recording.phase._tag !== "Ended") return new NothingToActOn({ message: `No ${step.part} is played now.` })
  draft.replaceFirst({ ...first, run })
  return undefined
}

const failureEvents = {
  prompt: "PromptFailed",
  beep: "BeepFailed",
  media: "MediaLost",
  unspecified: "ErrorOccurred"
} as const

const hangUp = (draft: CallDraft, at: Instant): void => endCall(draft, at, 18503, "The caller hung up.")

/**
 * Ends what plays, records and waits, and then the call.
 *
 * Source of the subcodes: Graph, "Delete call" (call end reason codes).
 */
const endCall = (draft: CallDraft, at: Instant, subcode: number, message: string): void => {
  cancelMedia(draft, "CallEnded", at)
  draft.update({ establishesAt: null, endedAt: at })
  draft.updateCall({
    state: "terminated",
    mediaState: null,
    resultInfo: { "@odata.type": "#microsoft.graph.resultInfo", code: 200, subcode, message }
  })
}
