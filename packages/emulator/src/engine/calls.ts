import { Effect, Predicate, type Schema } from "effect"
import { SecureRandom } from "effect/crypto"
import type { Call, NewCall } from "../calls/Call.ts"
import type { CallChange } from "../calls/CallDraft.ts"
import { Asking, Calls, PublicOrigin } from "../calls/Calls.ts"
import { type CallsError, callsFailure } from "../calls/CallsError.ts"
import { type CallState, nobody } from "../calls/CallState.ts"
import { CallStore } from "../calls/CallStore.ts"
import type { PlayPromptOperation } from "../calls/mediaOperations.ts"
import { type CallCommand, stepCall } from "../calls/stepCall.ts"
import { CallId, OperationId } from "../Ids.ts"
import { isAnnotation } from "../internal/annotations.ts"
import { callNotification } from "../notifications/commsNotifications.ts"
import { CallNotFound } from "../RecordOperationsError.ts"
import type { SimulationSettings } from "./SimulationSettings.ts"
import type { VirtualClock } from "./virtualClock.ts"

/** How long a call takes to be established, in milliseconds. */
const establishing = 1_000

const randomToken = (): string =>
  SecureRandom.uuidV4Unsafe().replaceAll("-", "") + SecureRandom.uuidV4Unsafe().replaceAll("-", "")

/** Does commands on calls as the rules say. `onChange` is run after each. */
export const makeCalls = Effect.fnUntraced(function*(
  settings: SimulationSettings,
  clock: VirtualClock,
  onChange: Effect.Effect<void>
) {
  const store = yield* CallStore

  /** Does a command at the present instant. */
  const command = (callId: CallId, command: CallCommand) =>
    clock.now.pipe(
      Effect.flatMap((at) => store.modify(callId, (loaded) => stepCall(loaded, command, at, settings))),
      Effect.tap(onChange)
    )

  const create = Effect.fnUntraced(function*(given: NewCall) {
    const at = yield* clock.now
    const asking = yield* Asking
    const { appId = asking.appId ?? nobody, tenantId = asking.tenantId ?? nobody } = identityOf(given)
    const call: Call = {
      ...emptyCall,
      ...withoutAnnotations(given),
      "@odata.type": "#microsoft.graph.call",
      callbackUri: given.callbackUri,
      id: CallId.make(SecureRandom.uuidV4Unsafe()),
      state: "establishing",
      direction: "outgoing",
      callChainId: SecureRandom.uuidV4Unsafe(),
      myParticipantId: SecureRandom.uuidV4Unsafe()
    }
    const state: CallState = {
      call,
      appId,
      tenantId,
      establishesAt: at + establishing,
      endedAt: null,
      script: null,
      media: []
    }
    yield* store.insert({ at, state, operations: [], recordings: [], notifications: [callNotification(call)] })
    yield* onChange
    return call
  })

  const get = Effect.fnUntraced(function*(callId: CallId) {
    const { call } = yield* store.get(callId)
    return call.state === "terminated" ? yield* callsFailure(new CallNotFound({ callId })) : call
  })

  const recordResponse = Effect.fnUntraced(function*(
    callId: CallId,
    parameters: Extract<CallCommand, { readonly _tag: "RecordResponse" }>["parameters"]
  ) {
    const operationId = OperationId.make(SecureRandom.uuidV4Unsafe())
    const location = `${yield* PublicOrigin}/_emulator/calls/${callId}/recordings/${operationId}`
    const change = yield* command(callId, {
      _tag: "RecordResponse",
      operationId,
      parameters,
      location,
      accessToken: randomToken()
    })
    const created = operationOf(change, operationId)
    return created ?? (yield* Effect.die(new Error(`Operation ${operationId} was not created`)))
  })

  const playPrompt = Effect.fnUntraced(function*(
    callId: CallId,
    parameters: Extract<CallCommand, { readonly _tag: "PlayPrompt" }>["parameters"]
  ) {
    const operation: PlayPromptOperation = {
      "@odata.type": "#microsoft.graph.playPromptOperation",
      id: OperationId.make(SecureRandom.uuidV4Unsafe()),
      status: "Running",
      clientContext: parameters.clientContext,
      resultInfo: null
    }
    yield* command(callId, { _tag: "PlayPrompt", operation, parameters })
    return operation
  })

  const calls = Calls.of({
    create,
    get,
    end: (callId) => Effect.asVoid(command(callId, { _tag: "End" })),
    recordResponse,
    playPrompt,
    cancelMediaProcessing: (callId, { clientContext }) =>
      Effect.as(command(callId, { _tag: "CancelMedia" }), {
        "@odata.type": "#microsoft.graph.cancelMediaProcessingOperation",
        id: OperationId.make(SecureRandom.uuidV4Unsafe()),
        status: "Completed",
        clientContext,
        resultInfo: null
      }),
    setCallerScript: (callId, script) => Effect.asVoid(command(callId, { _tag: "SetScript", script })),
    act: (callId, step) => Effect.asVoid(command(callId, { _tag: "Act", step }))
  })

  /** Does what has fallen due in a call; a call that has ended meanwhile needs nothing. */
  const passTime = (callId: CallId): Effect.Effect<void, CallsError> =>
    command(callId, { _tag: "TimePassed" }).pipe(
      Effect.asVoid,
      Effect.catchIf(({ reason }) => reason._tag === "CallNotFound", () => Effect.void)
    )

  return { calls, passTime }
})

/** What Graph answers for what the bot does not say. */
const emptyCall = {
  subject: null,
  source: null,
  targets: [],
  requestedModalities: ["audio"],
  mediaConfig: { "@odata.type": "#microsoft.graph.serviceHostedMediaConfig" },
  ringingTimeoutInSeconds: null,
  mediaState: null,
  resultInfo: null,
  answeredBy: null,
  chatInfo: null,
  meetingInfo: null,
  transcription: null,
  toneInfo: null
} as const

const operationOf = ({ operations }: CallChange, id: OperationId) =>
  operations.find(({ current }) => current.operation.id === id)?.current

/** What the bot says of the call as a whole, such as its context, is the answer's to say. */
const withoutAnnotations = (given: NewCall): Readonly<Record<string, Schema.Json>> =>
  Object.fromEntries(Object.entries(given).filter(([name]) => !isAnnotation(name)))

/** Who the bot is, by `source.identity.application.id` and `tenantId`. */
const identityOf = ({ source, tenantId }: NewCall) => {
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
