import { CallId, type RecordOperationUpdate } from "@recordop/core"
import type {
  AnswerParameters,
  Call,
  CancelMediaProcessingOperation,
  CompletedOperation,
  PlayPromptOperation,
  PlayPromptParameters,
  RecordResponseParameters,
  RedirectParameters,
  RejectParameters,
  SendDtmfTonesOperation,
  SendDtmfTonesParameters,
  TransferParameters,
  UpdateRecordingStatusParameters
} from "@recordop/core/calls"
import { allPages } from "@recordop/emulator/ports/Notifications"
import { CallerActionFromString, CallerScript } from "@recordop/emulator/protocol/caller"
import { type EmulatorEvent, isEventOf } from "@recordop/emulator/protocol/EmulatorEvent"
import { errorCodes } from "@recordop/emulator/protocol/errorCodes"
import { type MediaEvent, type PlayedPrompt, promptsPlayed } from "@recordop/emulator/protocol/media"
import type { NotificationView } from "@recordop/emulator/protocol/notifications"
import type { ScriptReport } from "@recordop/emulator/protocol/script"
import { Duration, Effect, Option, Stream } from "effect"
import { untilOf, type UntilOptions } from "./clockClient.ts"
import { idOf, parsed } from "./idOf.ts"
import { makeRequestsClient, type RequestsClient } from "./journalClient.ts"
import { makeOperationClient, type OperationClient, type OperationEntity, toEntity } from "./operationClient.ts"
import { makeParticipantsClient, type ParticipantsClient } from "./participantsClient.ts"
import type { AllRequests } from "./promiseRequests.ts"
import type { RequestOptions, Run } from "./run.ts"
import { runUntil, type Turn } from "./runUntil.ts"

/** An action that is told nothing but what comes back with it. */
type ContextAction = (
  parameters?: { readonly clientContext?: string },
  options?: RequestOptions
) => Promise<CompletedOperation>

/** A call and its operations. */
export interface CallClient {
  readonly id: string
  readonly get: (options?: RequestOptions) => Promise<Call>
  /**
   * Resolves when the call has ended and, where the clock is frozen, its bot was told; the clock is turned until then. Rejects with
   * the code `Timeout` when that takes longer than `within`. Needs recordop's server.
   */
  readonly waitForEnd: (options?: UntilOptions) => Promise<void>
  /** Hangs up for the bot. */
  readonly end: (options?: RequestOptions) => Promise<void>
  /** Answers a call that has come in. */
  readonly answer: (parameters: AnswerParameters, options?: RequestOptions) => Promise<void>
  /** Rejects a call that has come in. */
  readonly reject: (parameters?: Partial<RejectParameters>, options?: RequestOptions) => Promise<void>
  /** Sends a call that has come in to somebody else. */
  readonly redirect: (parameters: RedirectParameters, options?: RequestOptions) => Promise<void>
  /** Presses keys for the bot, as in `{ tones: ["tone1", "pound"] }`. */
  readonly sendDtmfTones: (
    parameters: Pick<SendDtmfTonesParameters, "tones"> & Partial<SendDtmfTonesParameters>,
    options?: RequestOptions
  ) => Promise<SendDtmfTonesOperation>
  /** Says that the bot still wants the call. */
  readonly keepAlive: (options?: RequestOptions) => Promise<void>
  /** Records the caller; parameters that are not given have the defaults of Graph. */
  readonly recordResponse: (
    parameters?: Partial<RecordResponseParameters>,
    options?: RequestOptions
  ) => Promise<OperationEntity>
  readonly playPrompt: (
    parameters: Pick<PlayPromptParameters, "prompts"> & Partial<PlayPromptParameters>,
    options?: RequestOptions
  ) => Promise<PlayPromptOperation>
  readonly cancelMediaProcessing: (
    parameters?: { readonly clientContext?: string },
    options?: RequestOptions
  ) => Promise<CancelMediaProcessingOperation>
  /** The bot is told of each key that the caller presses from now on. */
  readonly subscribeToTone: ContextAction
  /** The bot is not heard, or heard again. */
  readonly mute: ContextAction
  readonly unmute: ContextAction
  readonly updateRecordingStatus: (
    parameters: Pick<UpdateRecordingStatusParameters, "status"> & { readonly clientContext?: string },
    options?: RequestOptions
  ) => Promise<CompletedOperation>
  /** Sends the caller to somebody else; a call that it replaces ends. */
  readonly transfer: (
    parameters: Pick<TransferParameters, "transferTarget"> & Partial<TransferParameters>,
    options?: RequestOptions
  ) => Promise<void>
  /** Who is in the call, and what can be done with them. */
  readonly participants: ParticipantsClient
  /** What the bot was told of the call, or will be. Needs recordop's server. */
  readonly notifications: { readonly list: (options?: RequestOptions) => Promise<ReadonlyArray<NotificationView>> }
  /** What the bot asked of the call, and was told. Needs recordop's server. */
  readonly requests: Pick<RequestsClient, "list" | "check">
  readonly operation: (operationId: string) => OperationClient
  /** Every operation, page by page as they are asked for. */
  readonly operations: (options?: RequestOptions & { readonly pageSize?: number }) => AsyncIterable<OperationEntity>
  readonly count: (options?: RequestOptions) => Promise<number>
  /** Creates an operation, and in recordop's server the call when there is none. */
  readonly create: (properties?: RecordOperationUpdate, options?: RequestOptions) => Promise<OperationEntity>
  /** What the caller does from the next recording on, as in `speak 3s; silence 2s; tone #`. Needs recordop's server. */
  readonly setCallerScript: (script: string, options?: RequestOptions) => Promise<void>
  /** How far the caller has come in a script of the whole call, and what has happened in it. Needs recordop's server. */
  readonly script: (options?: RequestOptions) => Promise<ScriptReport>
  /** What could be seen and heard in the call, the oldest first. Needs recordop's server. */
  readonly timeline: (options?: RequestOptions) => Promise<ReadonlyArray<MediaEvent>>
  /** The prompts that the caller has heard, and when. Needs recordop's server. */
  readonly prompts: (options?: RequestOptions) => Promise<ReadonlyArray<PlayedPrompt>>
  /** The call as a wave file: the bot on the left, and its caller on the right. Needs recordop's server. */
  readonly audio: (options?: RequestOptions) => Promise<Uint8Array>
  /** Makes the caller do something now, as in `speak 3s` or `tone #`. Needs recordop's server. */
  readonly act: (step: string, options?: RequestOptions) => Promise<void>
  /** What happens in the call from now on. Needs recordop's server. */
  readonly events: (options?: RequestOptions) => AsyncIterable<EmulatorEvent>
}

/** What can be done with a call, as promises. Throws a `BadRequestError` when the id is none. */
export const makeCallClient = (run: Run, requests: AllRequests, id: string, settle?: string): CallClient => {
  const callId = idOf(CallId, id)
  const { calls, emulator } = requests
  const turnOf = untilOf(settle)
  const requestsOfAll = makeRequestsClient(run, requests)

  const ended = calls.get(callId).pipe(
    Effect.map(({ state }) => state === "terminated" ? Option.some(undefined) : Option.none()),
    Effect.catchIf(({ status }) => status === 404, () => Effect.succeedSome(undefined))
  )

  /** Lets the bot be told of the end, too, where time stands; a turn that goes on already does. */
  const told = ({ settle }: Turn) =>
    emulator.clockAnswer.pipe(
      Effect.flatMap(({ mode }) => mode === "frozen" ? emulator.advanceClock(Duration.zero, settle) : Effect.void),
      Effect.catchIf(({ code }) => code === errorCodes.ClockBusy, () => Effect.void)
    )
  const waitForEnd = (turn: Turn) =>
    Effect.andThen(runUntil(emulator, ended, turn, `Call ${callId} has not ended`), told(turn))

  // oxlint-disable-next-line effecttsgo/async-function -- an async iterable, for people without Effect
  const operations = async function*(options: RequestOptions & { readonly pageSize?: number } = {}) {
    const first = options.pageSize === undefined ? {} : { limit: options.pageSize }
    for (let page = await run.promise(requests.list(callId, first), options);;) {
      yield* page.items.map(toEntity)
      if (page.nextCursor === undefined) return
      // oxlint-disable-next-line eslint/no-await-in-loop -- a page names the next one
      page = await run.promise(requests.list(callId, { cursor: page.nextCursor }), options)
    }
  }

  const eventsOfCall = Effect.map(requests.events, ({ events }) =>
    events.pipe(
      Stream.map(({ event }) => event),
      Stream.filter(isEventOf(callId))
    ))

  return {
    id: callId,
    get: (options) => run.promise(calls.get(callId), options),
    waitForEnd: (options) => run.promise(waitForEnd(turnOf(options)), options),
    end: (options) => run.promise(calls.end(callId), options),
    answer: (parameters, options) => run.promise(calls.answer(callId, parameters), options),
    reject: (parameters = {}, options) => run.promise(calls.reject(callId, parameters), options),
    redirect: (parameters, options) => run.promise(calls.redirect(callId, parameters), options),
    sendDtmfTones: (parameters, options) => run.promise(calls.sendDtmfTones(callId, parameters), options),
    keepAlive: (options) => run.promise(calls.keepAlive(callId), options),
    recordResponse: (parameters = {}, options) =>
      run.promise(Effect.map(calls.recordResponse(callId, parameters), toEntity), options),
    playPrompt: (parameters, options) => run.promise(calls.playPrompt(callId, parameters), options),
    cancelMediaProcessing: (parameters = {}, options) =>
      run.promise(calls.cancelMediaProcessing(callId, parameters), options),
    subscribeToTone: (parameters = {}, options) => run.promise(calls.subscribeToTone(callId, parameters), options),
    mute: (parameters = {}, options) => run.promise(calls.mute(callId, parameters), options),
    unmute: (parameters = {}, options) => run.promise(calls.unmute(callId, parameters), options),
    updateRecordingStatus: (parameters, options) =>
      run.promise(calls.updateRecordingStatus(callId, parameters), options),
    transfer: (parameters, options) => run.promise(calls.transfer(callId, parameters), options),
    participants: makeParticipantsClient(run, requests, callId),
    notifications: {
      list: (options) => run.promise(allPages((cursor) => emulator.notifications(callId, cursor)), options)
    },
    requests: {
      list: (filter, options) => requestsOfAll.list({ ...filter, callId }, options),
      check: (expectation, options) => requestsOfAll.check({ ...expectation, callId }, options)
    },
    operation: (id) => makeOperationClient(run, requests, callId, id, settle),
    operations,
    count: (options) => run.promise(requests.count(callId), options),
    create: (properties = {}, options) =>
      run.promise(Effect.map(requests.create(callId, properties), toEntity), options),
    setCallerScript: (script, options) =>
      run.promise(emulator.setScript(callId, parsed(CallerScript, script, "a caller script")), options),
    timeline: (options) => run.promise(emulator.timeline(callId), options),
    prompts: (options) => run.promise(Effect.map(emulator.timeline(callId), promptsPlayed), options),
    audio: (options) => run.promise(emulator.audio(callId), options),
    script: (options) => run.promise(requests.participants.script(callId), options),
    act: (step, options) => run.promise(emulator.act(callId, parsed(CallerActionFromString, step, "a step")), options),
    events: (options) => run.iterable(eventsOfCall, options)
  }
}
