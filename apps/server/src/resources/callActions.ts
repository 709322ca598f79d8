import type { CallId, StatusCasing } from "@recordop/core"
import {
  type ActionError,
  type AnswerError,
  type CallOperation,
  Calls,
  decodeAnswer,
  decodeCancelMediaProcessing,
  decodeContext,
  decodePlayPrompt,
  decodeRecordResponse,
  decodeRedirect,
  decodeReject,
  decodeScreenSharingRole,
  decodeSendDtmfTones,
  decodeTransfer,
  decodeUpdateRecordingStatus,
  type StandingCallError
} from "@recordop/core/calls"
import { Effect } from "effect"
import { type Decode, type ReadBody, readBody, readOptionalBody } from "../graph/body.ts"
import type { Handler } from "../graph/Bridge.ts"
import { invalidBody, type Refused } from "../graph/Refused.ts"
import { makeAnswers, operationAnswer } from "./answers.ts"
import { checkCallback } from "./checkCallback.ts"
import { entityUrl } from "./entity.ts"
import { collectionTarget } from "./target.ts"

/** What the routes of the actions of calls do. */
export const makeCallActions = (casing: StatusCasing, callbackHosts: ReadonlyArray<string>) => {
  const answers = makeAnswers(casing)

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

  return {
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
