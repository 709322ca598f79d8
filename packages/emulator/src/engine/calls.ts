import {
  type CallId,
  CallNotFound,
  OperationId,
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
  type PlayPromptParameters,
  type RecordResponseParameters,
  type SendDtmfTonesParameters
} from "@recordop/core/calls"
import { Effect, Predicate, Struct } from "effect"
import { SecureRandom } from "effect/crypto"
import { anonymousId, type CallState, establishingTime, toCall } from "../model/CallState.ts"
import { cancelMedia, complete, hangUpByBot, start, subscribeToTone } from "../model/commands.ts"
import { answerCall, redirectCall, rejectCall } from "../model/incoming.ts"
import { startPlayPrompt } from "../model/operations/playPrompt.ts"
import { startRecordResponse } from "../model/operations/recordResponse.ts"
import { startSendDtmfTones } from "../model/operations/sendDtmfTones.ts"
import type { Command } from "../model/step.ts"
import type { CommandContext, makeCommands } from "./commands.ts"
import { makeKeepNew, newShared } from "./newCall.ts"

/** Where clients reach an emulator of which nothing else is said. */
const defaultOrigin = "http://127.0.0.1:4080"

const randomToken = (): string =>
  SecureRandom.uuidV4Unsafe().replaceAll("-", "") + SecureRandom.uuidV4Unsafe().replaceAll("-", "")

const newOperationId = (): OperationId => OperationId.make(SecureRandom.uuidV4Unsafe())

interface Completed<T extends CallOperation["@odata.type"]> {
  readonly "@odata.type": T
  readonly id: OperationId
  readonly status: "Completed"
  readonly clientContext: string | null
  readonly resultInfo: null
}

/** `Calls` on a store. */
export const makeCalls = (
  context: CommandContext,
  commands: ReturnType<typeof makeCommands>
): Calls["Service"] => {
  const { now, store } = context
  const { command } = commands
  const keepNew = makeKeepNew(context, commands)

  const create = Effect.fnUntraced(function*(given: NewCall, identity?: Partial<BotIdentity>) {
    const at = yield* now
    return yield* keepNew(newCall(given, identity ?? {}, at + establishingTime), at)
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
    const id = newOperationId()
    const location = `${origin}/_emulator/calls/${callId}/recordings/${id}`
    const { operation, task } = startRecordResponse(id, parameters, location, randomToken())
    yield* command(callId, start(operation, task, parameters.bargeInAllowed))
    const started: VersionedOperation = { version: 1, operation }
    return started
  })

  const sendDtmfTones = Effect.fnUntraced(function*(callId: CallId, parameters: SendDtmfTonesParameters) {
    const { operation, task } = startSendDtmfTones(newOperationId(), parameters)
    yield* command(callId, start(operation, task, false))
    return operation
  })

  const playPrompt = Effect.fnUntraced(function*(callId: CallId, parameters: PlayPromptParameters) {
    const { operation, task } = startPlayPrompt(newOperationId(), parameters)
    yield* command(callId, start(operation, task, false))
    return operation
  })

  /** An action whose operation is complete when it is answered. */
  const completed =
    <const T extends CallOperation["@odata.type"], E>(type: T, commandOf: (operation: Completed<T>) => Command<E>) =>
    (callId: CallId, { clientContext }: ContextParameters) =>
      Effect.suspend(() => {
        const operation = {
          "@odata.type": type,
          id: newOperationId(),
          status: "Completed" as const,
          clientContext,
          resultInfo: null
        }
        return Effect.as(command(callId, commandOf(operation)), operation)
      })

  return Calls.of({
    create,
    get,
    operation,
    end: (callId) => Effect.asVoid(command(callId, hangUpByBot)),
    answer: (callId, parameters) => Effect.asVoid(command(callId, answerCall(parameters))),
    reject: (callId, parameters) => Effect.asVoid(command(callId, rejectCall(parameters))),
    redirect: (callId) => Effect.asVoid(command(callId, redirectCall)),
    keepAlive: (callId) => Effect.asVoid(get(callId)),
    recordResponse,
    playPrompt,
    sendDtmfTones,
    cancelMediaProcessing: completed("#microsoft.graph.cancelMediaProcessingOperation", cancelMedia),
    subscribeToTone: completed("#microsoft.graph.subscribeToToneOperation", subscribeToTone),
    mute: completed("#microsoft.graph.muteParticipantOperation", complete),
    unmute: completed("#microsoft.graph.unmuteParticipantOperation", complete),
    updateRecordingStatus: completed("#microsoft.graph.updateRecordingStatusOperation", complete)
  })
}

const newCall = (
  given: NewCall,
  asking: Partial<BotIdentity>,
  until: number
): Extract<CallState, { readonly _tag: "Establishing" }> => {
  const { appId = asking.appId ?? anonymousId, tenantId = asking.tenantId ?? anonymousId } = identityOf(given)
  const { callbackUri } = given
  const properties = {
    ...Struct.omit(given, ["@odata.type", "callbackUri", "id", "state"]),
    direction: "outgoing",
    myParticipantId: SecureRandom.uuidV4Unsafe()
  }
  return { _tag: "Establishing", ...newShared({ callbackUri, appId, tenantId }, properties), until }
}

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
