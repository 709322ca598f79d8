import { CallId, idKey, OperationId, RecordCompletionReason } from "@recordop/core"
import { PlayPromptOperation, RecordResponseParameters, Tone } from "@recordop/core/calls"
import { type Caller } from "@recordop/emulator/model/caller/Caller"
import { CallerAction } from "@recordop/emulator/model/caller/CallerStep"
import { type CallState, lostCall } from "@recordop/emulator/model/CallState"
import type { Task } from "@recordop/emulator/model/operations/index"
import { appendSound } from "@recordop/emulator/model/recording/Sound"
import { Clock, Effect, Result, Schema } from "effect"
import { SqlClient } from "effect/sql"
import { format, writeCallState, writeOperation, writeTask } from "./rows.ts"
import { reasonOf } from "./SetAside.ts"

/*
 * What release 0.1.0 kept of a call: one JSON without a version, with the queue and what its caller had yet to do. These
 * schemas are of that release and do not change with the model.
 */

const Instant = Schema.Int
const Sound = Schema.Array(Schema.Struct({ speaking: Schema.Boolean, milliseconds: Schema.Int }))

const Phase = Schema.TaggedUnion({
  Prompting: { until: Instant },
  Beeping: { until: Instant },
  Listening: {
    since: Instant,
    speaking: Schema.Boolean,
    hasSpoken: Schema.Boolean,
    changedAt: Instant,
    sound: Sound
  },
  Ended: { at: Instant, reason: RecordCompletionReason, sound: Sound }
})

const Run = Schema.Struct({
  recording: Schema.Struct({
    plan: Schema.Struct({
      playBeep: Schema.Boolean,
      beep: Schema.Int,
      initialSilence: Schema.Int,
      maxSilence: Schema.Int,
      maxDuration: Schema.Int,
      stopTones: Schema.Array(Tone)
    }),
    phase: Phase
  }),
  acts: Schema.Array(Schema.Struct({
    _tag: Schema.Literals([
      "SpeechStarted",
      "SpeechEnded",
      "ToneReceived",
      "PromptFailed",
      "BeepFailed",
      "MediaLost",
      "ErrorOccurred",
      "HungUp"
    ]),
    at: Instant,
    tone: Schema.optionalKey(Tone)
  })),
  held: Schema.Array(CallerAction)
})

const Media = Schema.TaggedUnion({
  Record: {
    operationId: Schema.toType(OperationId),
    parameters: RecordResponseParameters,
    location: Schema.String,
    accessToken: Schema.String,
    run: Schema.NullOr(Run)
  },
  Prompt: { operation: PlayPromptOperation, prompts: Schema.Int, until: Schema.NullOr(Instant) }
})

const State = Schema.Struct({
  call: Schema.StructWithRest(
    Schema.Struct({
      id: Schema.toType(CallId),
      state: Schema.Literals(["establishing", "established", "terminated"]),
      callbackUri: Schema.NullOr(Schema.String)
    }),
    [Schema.Record(Schema.String, Schema.Json)]
  ),
  appId: Schema.String,
  tenantId: Schema.String,
  establishesAt: Schema.NullOr(Instant),
  endedAt: Schema.NullOr(Instant),
  script: Schema.NullOr(Schema.String),
  media: Schema.Array(Media)
})

type State = typeof State.Type

const readState = Schema.decodeUnknownResult(Schema.fromJsonString(State))

const ResultInfo = Schema.Struct({ code: Schema.Int, subcode: Schema.Int, message: Schema.NullOr(Schema.String) })
const readResultInfo = Schema.decodeUnknownResult(ResultInfo)

const toText = (sound: typeof Sound.Type): string =>
  sound.reduce((text, { milliseconds, speaking }) => appendSound(text, speaking, milliseconds), "")

/** What was left of a caller's acts, as steps; the first one begins at `at`. */
const toCaller = ({ acts, recording: { phase } }: typeof Run.Type): Caller | null => {
  if (phase._tag !== "Listening") return null
  const steps: Array<CallerAction> = []
  let at = phase.speaking ? acts[0]?.at ?? phase.changedAt : phase.changedAt
  const start = at
  const pending = phase.speaking && acts[0]?._tag === "SpeechEnded" ? acts.slice(1) : acts
  for (const [index, act] of pending.entries()) {
    if (act.at > at) steps.push({ _tag: "Silence", milliseconds: act.at - at })
    at = Math.max(at, act.at)
    const next = pending[index + 1]
    if (act._tag === "SpeechStarted" && next !== undefined) {
      steps.push({ _tag: "Speak", milliseconds: Math.max(1, next.at - act.at) })
      at = next.at
    }
    if (act._tag === "ToneReceived" && act.tone !== undefined) steps.push({ _tag: "Tone", tone: act.tone })
    if (act._tag === "HungUp") steps.push({ _tag: "HangUp" })
    if (act._tag === "MediaLost") steps.push({ _tag: "Fail", part: "media" })
    if (act._tag === "ErrorOccurred") steps.push({ _tag: "Fail", part: "unspecified" })
  }
  return { steps, next: 0, at: start, speaking: phase.speaking }
}

const toPhase = (phase: typeof Phase.Type) =>
  phase._tag === "Listening" || phase._tag === "Ended" ? { ...phase, sound: toText(phase.sound) } : phase

const toTask = (media: typeof Media.Type): Task => {
  if (media._tag === "Prompt") {
    // What is left of the last one that plays is known, and the others' names are not.
    const uris = Array.from({ length: media.until === null ? media.prompts : 1 }, () => "")
    return { _tag: "PlayPrompt", uris, index: 0, until: media.until }
  }
  const { accessToken, location, parameters, run } = media
  return {
    _tag: "Record",
    parameters,
    location,
    accessToken,
    run: run === null ? null : {
      recording: { plan: run.recording.plan, phase: toPhase(run.recording.phase) },
      caller: toCaller(run),
      script: null,
      held: run.held
    }
  }
}

const toState = ({ appId, call, endedAt, establishesAt, script, tenantId }: State): CallState => {
  const { "@odata.type": _type, callbackUri, id, state, ...properties } = call
  const shared = { id, callbackUri, appId, tenantId, script: script === null ? null : 1, properties }
  if (state === "establishing" && establishesAt !== null) {
    return { _tag: "Establishing", ...shared, until: establishesAt }
  }
  if (state !== "terminated" || endedAt === null) return { _tag: "Established", ...shared }
  const resultInfo = readResultInfo(properties["resultInfo"])
  return {
    _tag: "Terminated",
    ...shared,
    at: endedAt,
    resultInfo: Result.getOrElse(resultInfo, () => ({ code: 0, subcode: 0, message: null }))
  }
}

/** Gives every operation of a queue its place in the table of operations, and every call a state of this release. */
export const moveQueues = Effect.gen(function*() {
  const sql = yield* SqlClient.SqlClient
  const now = yield* Clock.currentTimeMillis

  const writeState = Effect.fnUntraced(function*(key: string, state: CallState) {
    const endedAt = state._tag === "Terminated" ? state.at : null
    yield* sql`UPDATE calls SET state = ${yield* writeCallState(state)}, format = ${format}, ended_at = ${endedAt}
      WHERE key = ${key}`
  })

  const move = Effect.fnUntraced(function*(key: string, { media, script, ...rest }: State) {
    yield* writeState(key, toState({ media, script, ...rest }))
    if (script !== null) yield* sql`INSERT INTO scripts (call_key, number, text) VALUES (${key}, 1, ${script})`
    for (const [index, one] of media.entries()) {
      const task = yield* writeTask(toTask(one))
      if (one._tag === "Record") {
        yield* sql`UPDATE operations SET task = ${task}, position = ${index + 1}, format = ${format}
          WHERE call_key = ${key} AND key = ${idKey(one.operationId)}`
        continue
      }
      const { operation } = one
      yield* sql`INSERT INTO operations (call_key, key, type, version, format, body, task, position)
        VALUES (${key}, ${idKey(operation.id)}, ${operation["@odata.type"]}, 1, ${format}, ${writeOperation(operation)},
          ${task}, ${index + 1})`
    }
  })

  const rows = yield* sql`SELECT key, id, state FROM calls WHERE state IS NOT NULL`.pipe(
    Effect.flatMap(Schema.decodeUnknownEffect(Schema.Array(Schema.Struct({
      key: Schema.String,
      id: Schema.toType(CallId),
      state: Schema.String
    }))))
  )
  for (const { id, key, state: text } of rows) {
    const state = readState(text)
    if (Result.isSuccess(state)) yield* move(key, state.success)
    else {
      yield* sql`INSERT INTO set_aside (table_name, row_key, reason, row)
        VALUES ('calls', ${id}, ${reasonOf(state.failure)}, ${text})`
      yield* writeState(key, lostCall(id, now))
      yield* sql`UPDATE calls SET due_at = NULL WHERE key = ${key}`
    }
  }
})
