import { Schema } from "effect"
import { Instant } from "../clock/Instant.ts"
import { type CallId, OperationId } from "../Ids.ts"
import { CallerAct } from "../recording/callerActs.ts"
import { CallerScript, CallerStep } from "../recording/CallerScript.ts"
import { nextDeadline, Recording } from "../recording/Recording.ts"
import type { Sound } from "../recording/Sound.ts"
import { RecordResponseParameters } from "./actions.ts"
import { Call } from "./Call.ts"
import { PlayPromptOperation } from "./mediaOperations.ts"

const operationId = Schema.toType(OperationId)

/** A recording and its caller: what is left of the script, and steps by hand that wait until it listens. */
const Run = Schema.Struct({
  recording: Recording,
  acts: Schema.Array(CallerAct),
  held: Schema.Array(CallerStep)
})
export type Run = typeof Run.Type

/** What plays or records; it has not begun while `run` or `until` is null. */
const MediaOperation = Schema.TaggedUnion({
  Record: {
    operationId,
    parameters: RecordResponseParameters,
    location: Schema.String,
    accessToken: Schema.String,
    run: Schema.NullOr(Run)
  },
  Prompt: { operation: PlayPromptOperation, prompts: Schema.Int, until: Schema.NullOr(Instant) }
})
export type MediaOperation = typeof MediaOperation.Type

/** A recording that has ended and can be fetched. */
export interface RecordingEntry {
  readonly operationId: OperationId
  readonly sound: Sound
}

/** Everything that the emulator knows of a call besides its operations. */
export const CallState = Schema.Struct({
  call: Call,
  appId: Schema.String,
  tenantId: Schema.String,
  /** When it will be established; null from then on. */
  establishesAt: Schema.NullOr(Instant),
  endedAt: Schema.NullOr(Instant),
  /** What the caller does; null for what callers do unless told. */
  script: Schema.NullOr(CallerScript),
  /** The queue; the first one plays or records. */
  media: Schema.Array(MediaOperation)
})
export type CallState = typeof CallState.Type

/** Nobody in particular: the identity of a bot that does not say who it is. */
export const nobody = "00000000-0000-0000-0000-000000000000"

/** A call that nobody created, and that stands because there are operations in it. */
export const implicitCall = (id: CallId): CallState => ({
  call: { "@odata.type": "#microsoft.graph.call", id, state: "established", callbackUri: null },
  appId: nobody,
  tenantId: nobody,
  establishesAt: null,
  endedAt: null,
  script: null,
  media: []
})

/** When something happens in the call by itself; `undefined` when nothing will. */
export const callDueAt = ({ establishesAt, media: [first] }: CallState): Instant | undefined => {
  const due = Math.min(establishesAt ?? Infinity, first === undefined ? Infinity : mediaDueAt(first))
  return due === Infinity ? undefined : due
}

const mediaDueAt = (media: MediaOperation): Instant => {
  if (media._tag === "Prompt") return media.until ?? Infinity
  return media.run === null ? Infinity : Math.min(runDueAt(media.run), media.run.acts[0]?.at ?? Infinity)
}

/** When the recording goes on without the caller. */
export const runDueAt = ({ recording }: Run): Instant => nextDeadline(recording) ?? Infinity
