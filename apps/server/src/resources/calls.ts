import { type CallId, encodeStatus, type StatusCasing } from "@recordop/core"
import {
  type ActionError,
  type AnswerError,
  type Call,
  type CallOperation,
  Calls,
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
import { type Decode, type ReadBody, readBody, readOptionalBody } from "../graph/body.ts"
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
export const checkCallback = (
  callbackUri: string | undefined,
  allowed: ReadonlyArray<string>
): Effect.Effect<void, Refused> =>
  callbackUri === undefined || isAllowedCallback(callbackUri, allowed)
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

  /** An action that is answered with its operation. */
  const operationAction = <P>(
    read: ReadBody,
    decode: Decode<P>,
    act: (calls: Calls["Service"], callId: CallId, parameters: P) => Effect.Effect<CallOperation, ActionError>
  ): Handler<Calls> =>
    Effect.fnUntraced(function*(request) {
      const { callId } = yield* Effect.fromResult(collectionTarget(request, []))
      const parameters = yield* read(request, decode, invalidBody)
      return mediaAnswer(request, callId, yield* act(yield* Calls, callId, parameters), casing)
    })

  /** What becomes of an incoming call; there is nothing to answer with. */
  const incomingAction = <P>(
    read: ReadBody,
    decode: Decode<P>,
    act: (calls: Calls["Service"], callId: CallId, parameters: P) => Effect.Effect<void, AnswerError | Refused>
  ): Handler<Calls> =>
    Effect.fnUntraced(function*(request) {
      const { callId } = yield* Effect.fromResult(collectionTarget(request, []))
      const parameters = yield* read(request, decode, invalidBody)
      yield* act(yield* Calls, callId, parameters)
      return { status: 202, headers: {}, body: null }
    })

  const keepAlive: Handler<Calls> = Effect.fnUntraced(function*(request) {
    const { callId } = yield* Effect.fromResult(collectionTarget(request, []))
    const calls = yield* Calls
    yield* calls.keepAlive(callId)
    return empty(200)
  })

  return {
    create,
    get,
    end,
    keepAlive,
    recordResponse,
    answer: incomingAction(
      readBody,
      decodeAnswer,
      (calls, callId, parameters) =>
        Effect.andThen(checkCallback(parameters.callbackUri, callbackHosts), calls.answer(callId, parameters))
    ),
    reject: incomingAction(
      readOptionalBody,
      decodeReject,
      (calls, callId, parameters) => calls.reject(callId, parameters)
    ),
    redirect: incomingAction(
      readBody,
      decodeRedirect,
      (calls, callId, parameters) => calls.redirect(callId, parameters)
    ),
    playPrompt: operationAction(
      readBody,
      decodePlayPrompt,
      (calls, callId, parameters) => calls.playPrompt(callId, parameters)
    ),
    sendDtmfTones: operationAction(
      readBody,
      decodeSendDtmfTones,
      (calls, callId, parameters) => calls.sendDtmfTones(callId, parameters)
    ),
    cancelMediaProcessing: operationAction(
      readOptionalBody,
      decodeCancelMediaProcessing,
      (calls, callId, parameters) => calls.cancelMediaProcessing(callId, parameters)
    ),
    subscribeToTone: operationAction(
      readOptionalBody,
      decodeContext,
      (calls, callId, parameters) => calls.subscribeToTone(callId, parameters)
    ),
    mute: operationAction(
      readOptionalBody,
      decodeContext,
      (calls, callId, parameters) => calls.mute(callId, parameters)
    ),
    unmute: operationAction(
      readOptionalBody,
      decodeContext,
      (calls, callId, parameters) => calls.unmute(callId, parameters)
    ),
    updateRecordingStatus: operationAction(
      readBody,
      decodeUpdateRecordingStatus,
      (calls, callId, parameters) => calls.updateRecordingStatus(callId, parameters)
    )
  }
}

const callsUrl = ({ api, origin }: GraphRequest): string => `${origin}/${api}/communications/calls`

/** Graph's own context of a call says `app`. */
const withContext = ({ api, origin }: GraphRequest, call: Call): object => ({
  "@odata.context": `${origin}/${api}/$metadata#app/calls/$entity`,
  ...call
})

const mediaAnswer = (request: GraphRequest, callId: CallId, operation: CallOperation, casing: StatusCasing): Answer => {
  const location = `${collectionUrl(request, callId)}/${operation.id}`
  return json(200, { ...operation, status: encodeStatus(operation.status, casing) }, { Location: location })
}
