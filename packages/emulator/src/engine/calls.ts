import {
  type CallId,
  CallNotFound,
  idKey,
  isSameId,
  type OperationKey,
  OperationNotFound,
  type VersionedOperation
} from "@recordop/core"
import {
  type BotIdentity,
  type CallOperation,
  Calls,
  type ContextParameters,
  type NewCall,
  type OnlineMeeting,
  type PlayPromptParameters,
  type RecordResponseParameters,
  type SendDtmfTonesParameters,
  type TransferParameters
} from "@recordop/core/calls"
import { Effect, Predicate, Struct } from "effect"
import { type CallState, establishingTime, toCall } from "../model/CallState.ts"
import { cancelMedia, complete, hangUpByBot, keepAlive, start, subscribeToTone } from "../model/commands.ts"
import { answerCall, redirectCall, rejectCall } from "../model/incoming.ts"
import type { NewId } from "../model/NewId.ts"
import { startPlayPrompt } from "../model/operations/playPrompt.ts"
import { startRecordResponse } from "../model/operations/recordResponse.ts"
import { startSendDtmfTones } from "../model/operations/sendDtmfTones.ts"
import { changeScreenSharing, muteBot } from "../model/participants.ts"
import type { Command } from "../model/step.ts"
import { transfer } from "../model/transfer.ts"
import type { CommandContext, makeCommands } from "./commands.ts"
import { makeKeepNew, newShared } from "./newCall.ts"
import { completedOperation, newOperationId, replacedCall } from "./newIds.ts"
import { outgoingRoster } from "./newRoster.ts"
import { meetingOf } from "./onlineMeetings.ts"
import type { FetchPrompts } from "./prompts.ts"
import { cannotReplaceItself, endReplaced } from "./replacing.ts"

/** Where clients reach an emulator of which nothing else is said. */
const defaultOrigin = "http://127.0.0.1:4080"

const randomToken = (newId: NewId): string => newId().replaceAll("-", "") + newId().replaceAll("-", "")

/** How many calls a page has. */
const pageSize = 100

/** `Calls` on a store. */
export const makeCalls = (
  context: CommandContext,
  commands: ReturnType<typeof makeCommands>,
  bot: BotIdentity,
  fetchPrompts: FetchPrompts
): Calls["Service"] => {
  const { newId, now, store } = context
  const { command } = commands
  const keepNew = makeKeepNew(context, commands)

  const create = Effect.fnUntraced(function*(given: NewCall, identity?: Partial<BotIdentity>) {
    const at = yield* now
    const meeting = (given.targets ?? []).length > 0 ? undefined : meetingOf(given, yield* store.meetings)
    return yield* keepNew(newCall(given, { ...bot, ...identity }, meeting, at + establishingTime, newId), at)
  })

  const list = Effect.fnUntraced(function*(cursor = "") {
    const found = yield* store.calls(cursor, pageSize + 1)
    const items = found.slice(0, pageSize)
    const last = items.at(-1)
    return {
      items: items.map(toCall),
      ...(last === undefined || found.length <= pageSize ? {} : { nextCursor: idKey(last.id) })
    }
  })

  const get = Effect.fnUntraced(function*(callId: CallId) {
    const state = yield* store.findCall(callId)
    if (state === undefined || state._tag === "Terminated") return yield* new CallNotFound({ callId })
    return toCall(state)
  })

  const operation = Effect.fnUntraced(function*(key: OperationKey) {
    const found = yield* store.findOperation(key)
    if (found === undefined) return yield* new CallNotFound({ callId: key.callId })
    return found.current ?? (yield* new OperationNotFound(key))
  })

  const recordResponse = Effect.fnUntraced(function*(
    callId: CallId,
    parameters: RecordResponseParameters,
    origin: string = defaultOrigin
  ) {
    const id = newOperationId(newId)
    const location = `${origin}/_emulator/calls/${callId}/recordings/${id}`
    const sounds = yield* fetchPrompts(parameters.prompts)
    const { operation, task } = startRecordResponse(id, parameters, location, randomToken(newId), sounds)
    yield* command(callId, start(operation, task, parameters.bargeInAllowed))
    const started: VersionedOperation = { version: 1, operation }
    return started
  })

  const sendDtmfTones = Effect.fnUntraced(function*(callId: CallId, parameters: SendDtmfTonesParameters) {
    const { operation, task } = startSendDtmfTones(newOperationId(newId), parameters)
    yield* command(callId, start(operation, task, false))
    return operation
  })

  const playPrompt = Effect.fnUntraced(function*(callId: CallId, parameters: PlayPromptParameters) {
    const sounds = yield* fetchPrompts(parameters.prompts)
    const { operation, task } = startPlayPrompt(newOperationId(newId), parameters, sounds)
    yield* command(callId, start(operation, task, false))
    return operation
  })

  /** The call that a transfer replaces ends with it: its other side is in a call with the transferred one. */
  const transferCall = Effect.fnUntraced(function*(callId: CallId, parameters: TransferParameters) {
    const replaced = replacedCall(parameters.transferTarget.replacesCallId)
    if (replaced !== undefined && isSameId(replaced, callId)) return yield* cannotReplaceItself
    const { state } = yield* command(callId, transfer(parameters))
    if (replaced === undefined || (state?._tag === "Transferring" && state.fails)) return undefined
    return yield* endReplaced(command)(replaced)
  })

  /** An action whose operation is complete when it is answered. */
  const completed = <const T extends CallOperation["@odata.type"], E>(
    type: T,
    commandOf: (operation: ReturnType<typeof completedOperation<T>>) => Command<E>
  ) =>
  (callId: CallId, { clientContext }: ContextParameters) =>
    Effect.suspend(() => {
      const operation = completedOperation(type, newId, clientContext)
      return Effect.as(command(callId, commandOf(operation)), operation)
    })

  return Calls.of({
    create,
    get,
    list,
    operation,
    end: (callId) => Effect.asVoid(command(callId, hangUpByBot)),
    answer: (callId, parameters) => Effect.asVoid(command(callId, answerCall(parameters))),
    reject: (callId, parameters) => Effect.asVoid(command(callId, rejectCall(parameters))),
    redirect: (callId) => Effect.asVoid(command(callId, redirectCall)),
    transfer: transferCall,
    changeScreenSharingRole: (callId, parameters) => Effect.asVoid(command(callId, changeScreenSharing(parameters))),
    keepAlive: (callId) => Effect.asVoid(command(callId, keepAlive)),
    recordResponse,
    playPrompt,
    sendDtmfTones,
    cancelMediaProcessing: completed("#microsoft.graph.cancelMediaProcessingOperation", cancelMedia),
    subscribeToTone: completed("#microsoft.graph.subscribeToToneOperation", subscribeToTone),
    mute: completed("#microsoft.graph.muteParticipantOperation", muteBot(true)),
    unmute: completed("#microsoft.graph.unmuteParticipantOperation", muteBot(false)),
    addLargeGalleryView: completed("#microsoft.graph.addLargeGalleryViewOperation", complete),
    updateRecordingStatus: completed("#microsoft.graph.updateRecordingStatusOperation", complete)
  })
}

const newCall = (
  given: NewCall,
  asking: BotIdentity,
  meeting: OnlineMeeting | undefined,
  until: number,
  newId: NewId
): Extract<CallState, { readonly _tag: "Establishing" }> => {
  const { appId, tenantId } = { ...asking, ...identityOf(given) }
  const { callbackUri } = given
  const participantId = newId()
  const properties = {
    ...Struct.omit(given, ofService),
    ...joined(given, meeting),
    direction: "outgoing",
    myParticipantId: participantId
  }
  const roster = outgoingRoster(given, meeting, { appId, tenantId, participantId }, newId)
  return { _tag: "Establishing", ...newShared({ callbackUri, appId, tenantId, roster }, properties, newId), until }
}

/** What only the service says of a call. */
const ofService = [
  "@odata.type",
  "callbackUri",
  "id",
  "state",
  "mediaState",
  "resultInfo",
  "terminationReason",
  "toneInfo",
  "answeredBy",
  "transcription",
  "incomingContext",
  "participants",
  "operations"
] as const

/** What a call has of the meeting that it joins. */
const joined = ({ chatInfo, joinWebUrl, meetingInfo }: NewCall, meeting: OnlineMeeting | undefined) => ({
  ...(Predicate.isNotNullish(chatInfo) || !Predicate.isNotNullish(meeting?.chatInfo)
    ? {}
    : { chatInfo: meeting.chatInfo }),
  ...(Predicate.isNotNullish(meetingInfo) || !Predicate.isNotNullish(joinWebUrl)
    ? {}
    : { meetingInfo: { "@odata.type": "#microsoft.graph.joinMeetingIdMeetingInfo", joinWebUrl } })
})

/** Who the bot is, by `source.identity.application.id` and `tenantId`. */
const identityOf = ({ source, tenantId }: Pick<NewCall, "source" | "tenantId">) => {
  const application = propertyOf(propertyOf(source, "identity"), "application")
  const appId = propertyOf(application, "id")
  const tenant = tenantId ?? propertyOf(application, "tenantId")
  return {
    ...(typeof appId === "string" ? { appId } : {}),
    ...(typeof tenant === "string" ? { tenantId: tenant } : {})
  }
}

const propertyOf = (value: unknown, name: string): unknown =>
  Predicate.hasProperty(value, name) ? value[name] : undefined
