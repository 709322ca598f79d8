import type { CallId, StatusCasing } from "@recordop/core"
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
  decodeScreenSharingRole,
  decodeSendDtmfTones,
  decodeTransfer,
  decodeUpdateRecordingStatus,
  Participants,
  type StandingCallError
} from "@recordop/core/calls"
import { Effect } from "effect"
import { empty, json } from "../graph/Answer.ts"
import { type Decode, type ReadBody, readBody, readOptionalBody } from "../graph/body.ts"
import type { Handler } from "../graph/Bridge.ts"
import type { GraphRequest } from "../graph/GraphRequest.ts"
import { type QueryOptions, queryOptions } from "../graph/query.ts"
import { invalidArgument, invalidBody, type Refused } from "../graph/Refused.ts"
import { bearerIdentity } from "../identity/bearerIdentity.ts"
import { callbackRefusal, isAllowedCallback } from "../webhooks/callbackHosts.ts"
import { makeAnswers, operationAnswer } from "./answers.ts"
import { entityUrl } from "./entity.ts"
import { collectionTarget } from "./target.ts"

/** Fails with 400 when notifications may not be sent there. */
export const checkCallback = (
  callbackUri: string | undefined,
  allowed: ReadonlyArray<string>
): Effect.Effect<void, Refused> =>
  callbackUri === undefined || isAllowedCallback(callbackUri, allowed)
    ? Effect.void
    : Effect.fail(invalidArgument(`callbackUri: ${callbackRefusal(callbackUri)}`))

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

  const get: Handler<Calls | Participants> = Effect.fnUntraced(function*(request) {
    const { callId, options } = yield* Effect.fromResult(collectionTarget(request, ["$select", "$expand"]))
    const calls = yield* Calls
    const call = yield* calls.get(callId)
    const { $expand, $select } = options
    const expanded = $expand === undefined ? {} : { participants: yield* (yield* Participants).list(callId) }
    return json(200, {
      "@odata.context": callContext(request, $select),
      ...selected(call, $select),
      ...expanded
    })
  })

  const list: Handler<Calls> = Effect.fnUntraced(function*(request) {
    const { $select, $skiptoken } = yield* Effect.fromResult(queryOptions(request, ["$select", "$skiptoken"]))
    const calls = yield* Calls
    const { items, nextCursor } = yield* calls.list($skiptoken)
    const select = $select === undefined ? "" : `$select=${$select.join(",")}&`
    return json(200, {
      "@odata.context": `${request.origin}/${request.api}/$metadata#communications/calls`,
      ...(nextCursor === undefined
        ? {}
        : { "@odata.nextLink": `${callsUrl(request)}?${select}$skiptoken=${encodeURIComponent(nextCursor)}` }),
      value: items.map((call) => selected(call, $select))
    })
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
      return operationAnswer(request, callId, yield* act(yield* Calls, callId, parameters), casing)
    })

  /** What there is nothing to answer with: its success is told by notifications. */
  const acceptedAction = <P>(
    read: ReadBody,
    decode: Decode<P>,
    act: (
      calls: Calls["Service"],
      callId: CallId,
      parameters: P
    ) => Effect.Effect<void, AnswerError | StandingCallError | Refused>
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
    list,
    get,
    end,
    keepAlive,
    recordResponse,
    answer: acceptedAction(
      readBody,
      decodeAnswer,
      (calls, callId, parameters) =>
        Effect.andThen(checkCallback(parameters.callbackUri, callbackHosts), calls.answer(callId, parameters))
    ),
    reject: acceptedAction(
      readOptionalBody,
      decodeReject,
      (calls, callId, parameters) => calls.reject(callId, parameters)
    ),
    redirect: acceptedAction(
      readBody,
      decodeRedirect,
      (calls, callId, parameters) => calls.redirect(callId, parameters)
    ),
    transfer: acceptedAction(
      readBody,
      decodeTransfer,
      (calls, callId, parameters) => calls.transfer(callId, parameters)
    ),
    changeScreenSharingRole: acceptedAction(
      readBody,
      decodeScreenSharingRole,
      (calls, callId, parameters) => calls.changeScreenSharingRole(callId, parameters)
    ),
    addLargeGalleryView: operationAction(
      readOptionalBody,
      decodeContext,
      (calls, callId, parameters) => calls.addLargeGalleryView(callId, parameters)
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

/** Graph's own context of a new call says `app`. */
const withContext = ({ api, origin }: GraphRequest, call: Call): object => ({
  "@odata.context": `${origin}/${api}/$metadata#app/calls/$entity`,
  ...call
})

const callContext = ({ api, origin }: GraphRequest, $select: QueryOptions["$select"]): string => {
  const projected = $select === undefined ? "" : `(${$select.join(",")})`
  return `${origin}/${api}/$metadata#communications/calls${projected}/$entity`
}

/** A call with the properties that are wanted; a name that it does not have is none of them. */
const selected = (call: Call, $select: QueryOptions["$select"]): object => {
  if ($select === undefined || $select.includes("*")) return call
  const names = new Set([...$select.map((name) => name.toLowerCase()), "@odata.type"])
  return Object.fromEntries(Object.entries(call).filter(([name]) => names.has(name.toLowerCase())))
}
