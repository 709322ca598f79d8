import { type CallId, encodeStatus, type StatusCasing } from "@recordop/core"
import {
  type ActionError,
  type Call,
  type CallOperation,
  Calls,
  type ContextParameters,
  decodeAnswer,
  decodeCancelMediaProcessing,
  decodeContext,
  decodeNewCall,
  decodePlayPrompt,
  decodeRecordResponse,
  decodeRedirect,
  decodeReject,
  decodeSendDtmfTones,
  decodeUpdateRecordingStatus
} from "@recordop/core/calls"
import { Effect, type Schema } from "effect"
import { type Answer, empty, json } from "../graph/Answer.ts"
import { readBody, readOptionalBody } from "../graph/body.ts"
import type { Handler } from "../graph/Bridge.ts"
import type { GraphRequest } from "../graph/GraphRequest.ts"
import { queryOptions } from "../graph/query.ts"
import { invalid, Refused } from "../graph/Refused.ts"
import { bearerIdentity } from "../identity/bearerIdentity.ts"
import { callbackRefusal, isAllowedCallback } from "../webhooks/callbackHosts.ts"
import { makeAnswers } from "./answers.ts"
import { collectionUrl, entityUrl } from "./entity.ts"
import { collectionTarget } from "./target.ts"

/** 400 of the calls service, whose codes are numbers. */
const invalidArgument = (message: string): Refused => new Refused({ status: 400, code: "8523", message })

/** Fails with 400 when notifications may not be sent there. */
export const checkCallback = (callbackUri: string, allowed: ReadonlyArray<string>): Effect.Effect<void, Refused> =>
  isAllowedCallback(callbackUri, allowed)
    ? Effect.void
    : Effect.fail(invalidArgument(`callbackUri: ${callbackRefusal(callbackUri)}`))

const invalidBody = (error: Schema.SchemaError): Refused => invalidArgument(invalid(error).message)

/** What the routes of calls do. */
export const makeCallHandlers = (casing: StatusCasing, callbackHosts: ReadonlyArray<string>) => {
  const answers = makeAnswers(casing)

  const create: Handler<Calls> = Effect.fnUntraced(function*(request) {
    yield* Effect.fromResult(queryOptions(request, []))
    const given = yield* readBody(request, decodeNewCall, invalidBody)
    yield* checkCallback(given.callbackUri, callbackHosts)
    const calls = yield* Calls
    const call = yield* calls.create(given, bearerIdentity(request))
    return json(201, withContext(request, call), { Location: `${callsUrl(request)}/${call.id}` })
  })

  const get: Handler<Calls> = Effect.fnUntraced(function*(request) {
    const { callId } = yield* Effect.fromResult(collectionTarget(request, []))
    const calls = yield* Calls
    return json(200, withContext(request, yield* calls.get(callId)))
  })

  const end: Handler<Calls> = Effect.fnUntraced(function*(request) {
    const { callId } = yield* Effect.fromResult(collectionTarget(request, []))
    const calls = yield* Calls
    yield* calls.end(callId)
    return empty(204)
  })

  const recordResponse: Handler<Calls> = Effect.fnUntraced(function*(request) {
    const { callId } = yield* Effect.fromResult(collectionTarget(request, []))
    const parameters = yield* readBody(request, decodeRecordResponse, invalidBody)
    const calls = yield* Calls
    const versioned = yield* calls.recordResponse(callId, parameters, request.origin)
    return answers.entity(request, callId, versioned, {}, 200, { Location: entityUrl(request, callId, versioned) })
  })

  const playPrompt: Handler<Calls> = Effect.fnUntraced(function*(request) {
    const { callId } = yield* Effect.fromResult(collectionTarget(request, []))
    const parameters = yield* readBody(request, decodePlayPrompt, invalidBody)
    const calls = yield* Calls
    return mediaAnswer(request, callId, yield* calls.playPrompt(callId, parameters), casing)
  })

  const cancelMediaProcessing: Handler<Calls> = Effect.fnUntraced(function*(request) {
    const { callId } = yield* Effect.fromResult(collectionTarget(request, []))
    const parameters = yield* readOptionalBody(request, decodeCancelMediaProcessing, invalidBody)
    const calls = yield* Calls
    return mediaAnswer(request, callId, yield* calls.cancelMediaProcessing(callId, parameters), casing)
  })

  const accepted = { status: 202, headers: {}, body: null }

  const answer: Handler<Calls> = Effect.fnUntraced(function*(request) {
    const { callId } = yield* Effect.fromResult(collectionTarget(request, []))
    const parameters = yield* readBody(request, decodeAnswer, invalidBody)
    const { callbackUri } = parameters
    if (callbackUri !== undefined) yield* checkCallback(callbackUri, callbackHosts)
    const calls = yield* Calls
    yield* calls.answer(callId, parameters)
    return accepted
  })

  const reject: Handler<Calls> = Effect.fnUntraced(function*(request) {
    const { callId } = yield* Effect.fromResult(collectionTarget(request, []))
    const parameters = yield* readOptionalBody(request, decodeReject, invalidBody)
    const calls = yield* Calls
    yield* calls.reject(callId, parameters)
    return accepted
  })

  const redirect: Handler<Calls> = Effect.fnUntraced(function*(request) {
    const { callId } = yield* Effect.fromResult(collectionTarget(request, []))
    const parameters = yield* readBody(request, decodeRedirect, invalidBody)
    const calls = yield* Calls
    yield* calls.redirect(callId, parameters)
    return accepted
  })

  const sendDtmfTones: Handler<Calls> = Effect.fnUntraced(function*(request) {
    const { callId } = yield* Effect.fromResult(collectionTarget(request, []))
    const parameters = yield* readBody(request, decodeSendDtmfTones, invalidBody)
    const calls = yield* Calls
    return mediaAnswer(request, callId, yield* calls.sendDtmfTones(callId, parameters), casing)
  })

  const keepAlive: Handler<Calls> = Effect.fnUntraced(function*(request) {
    const { callId } = yield* Effect.fromResult(collectionTarget(request, []))
    const calls = yield* Calls
    yield* calls.keepAlive(callId)
    return empty(200)
  })

  const completedAction = (
    act: (
      calls: Calls["Service"],
      callId: CallId,
      parameters: ContextParameters
    ) => Effect.Effect<CallOperation, ActionError>
  ): Handler<Calls> =>
    Effect.fnUntraced(function*(request) {
      const { callId } = yield* Effect.fromResult(collectionTarget(request, []))
      const parameters = yield* readOptionalBody(request, decodeContext, invalidBody)
      return mediaAnswer(request, callId, yield* act(yield* Calls, callId, parameters), casing)
    })

  const updateRecordingStatus: Handler<Calls> = Effect.fnUntraced(function*(request) {
    const { callId } = yield* Effect.fromResult(collectionTarget(request, []))
    const parameters = yield* readBody(request, decodeUpdateRecordingStatus, invalidBody)
    const calls = yield* Calls
    return mediaAnswer(request, callId, yield* calls.updateRecordingStatus(callId, parameters), casing)
  })

  return {
    create,
    get,
    end,
    answer,
    reject,
    redirect,
    sendDtmfTones,
    keepAlive,
    recordResponse,
    playPrompt,
    cancelMediaProcessing,
    subscribeToTone: completedAction((calls, callId, parameters) => calls.subscribeToTone(callId, parameters)),
    mute: completedAction((calls, callId, parameters) => calls.mute(callId, parameters)),
    unmute: completedAction((calls, callId, parameters) => calls.unmute(callId, parameters)),
    updateRecordingStatus
  }
}

const callsUrl = ({ origin, version }: GraphRequest): string => `${origin}/${version}/communications/calls`

/** Graph's own context of a call says `app`. */
const withContext = ({ origin, version }: GraphRequest, call: Call): object => ({
  "@odata.context": `${origin}/${version}/$metadata#app/calls/$entity`,
  ...call
})

const mediaAnswer = (request: GraphRequest, callId: CallId, operation: CallOperation, casing: StatusCasing): Answer => {
  const location = `${collectionUrl(request, callId)}/${operation.id}`
  return json(200, { ...operation, status: encodeStatus(operation.status, casing) }, { Location: location })
}
