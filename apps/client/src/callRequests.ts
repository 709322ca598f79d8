import type { CallId, OperationKey } from "@recordop/core"
import {
  type AnswerParameters,
  Call,
  type CallPage,
  CancelMediaProcessingOperation,
  type CancelMediaProcessingParameters,
  CompletedOperation,
  type ContextParameters,
  type NewCall,
  PlayPromptOperation,
  type PlayPromptParameters,
  type RecordResponseParameters,
  type RedirectParameters,
  type RejectParameters,
  type ScreenSharingRoleParameters,
  SendDtmfTonesOperation,
  type SendDtmfTonesParameters,
  type TransferParameters,
  type UpdateRecordingStatusParameters
} from "@recordop/core/calls"
import { Effect, Schema } from "effect"
import { HttpClientRequest } from "effect/http"
import type { Endpoint } from "./endpoint.ts"
import { makeReadBody } from "./readBody.ts"
import { decodeAnyEntity, decodeEntity, withBody } from "./requests.ts"
import { defaultTimeout, type Send } from "./send.ts"
import { withTimeout } from "./withTimeout.ts"

/** The requests of calls, with their answers decoded. */
export const makeCallRequests = <R>(
  { root, version }: Endpoint,
  send: Send<R>,
  timeout: number = defaultTimeout
) => {
  const inTime = withTimeout(timeout)
  const read = makeReadBody(timeout)
  const readCall = read(Call)
  const readPlayPrompt = read(PlayPromptOperation)
  const readSendDtmfTones = read(SendDtmfTonesOperation)
  const readCompleted = read(CompletedOperation)
  const readCancel = read(CancelMediaProcessingOperation)
  const readPage = read(CallList)

  const calls = `${root}/${version}/communications/calls`
  const url = (callId: CallId) => `${calls}/${encodeURIComponent(callId)}`
  const post = (url: string, body: object) => Effect.flatMap(withBody(HttpClientRequest.post(url), body), send)

  const complete = (callId: CallId, action: string, parameters: object) =>
    Effect.flatMap(post(`${url(callId)}/${action}`, parameters), readCompleted)

  return {
    create: (call: NewCall) => Effect.flatMap(post(calls, call), readCall),
    list: (cursor: string | undefined) =>
      Effect.map(
        Effect.flatMap(
          send(HttpClientRequest.get(calls, cursor === undefined ? {} : { urlParams: { $skiptoken: cursor } })),
          readPage
        ),
        ({ "@odata.nextLink": nextLink, value }): CallPage => {
          const nextCursor = nextLink === undefined ? null : new URL(nextLink).searchParams.get("$skiptoken")
          return nextCursor === null ? { items: value } : { items: value, nextCursor }
        }
      ),
    transfer: (callId: CallId, parameters: Pick<TransferParameters, "transferTarget"> & Partial<TransferParameters>) =>
      Effect.asVoid(post(`${url(callId)}/transfer`, parameters)),
    changeScreenSharingRole: (callId: CallId, parameters: ScreenSharingRoleParameters) =>
      Effect.asVoid(post(`${url(callId)}/changeScreenSharingRole`, parameters)),
    addLargeGalleryView: (callId: CallId, parameters: Partial<ContextParameters>) =>
      complete(callId, "addLargeGalleryView", parameters),
    get: (callId: CallId) => Effect.flatMap(send(HttpClientRequest.get(url(callId))), readCall),
    operation: ({ callId, operationId }: OperationKey) =>
      Effect.flatMap(
        send(HttpClientRequest.get(`${url(callId)}/operations/${encodeURIComponent(operationId)}`)),
        (response) => inTime(decodeAnyEntity(response))
      ),
    end: (callId: CallId) => Effect.asVoid(send(HttpClientRequest.delete(url(callId)))),
    answer: (callId: CallId, parameters: AnswerParameters) => Effect.asVoid(post(`${url(callId)}/answer`, parameters)),
    reject: (callId: CallId, parameters: Partial<RejectParameters>) =>
      Effect.asVoid(post(`${url(callId)}/reject`, parameters)),
    redirect: (callId: CallId, parameters: RedirectParameters) =>
      Effect.asVoid(post(`${url(callId)}/redirect`, parameters)),
    sendDtmfTones: (
      callId: CallId,
      parameters: Pick<SendDtmfTonesParameters, "tones"> & Partial<SendDtmfTonesParameters>
    ) => Effect.flatMap(post(`${url(callId)}/sendDtmfTones`, parameters), readSendDtmfTones),
    keepAlive: (callId: CallId) => Effect.asVoid(send(HttpClientRequest.post(`${url(callId)}/keepAlive`))),
    recordResponse: (callId: CallId, { prompts, ...parameters }: Partial<RecordResponseParameters>) =>
      Effect.flatMap(
        post(`${url(callId)}/recordResponse`, { ...parameters, ...withTypes(prompts) }),
        (response) => inTime(decodeEntity(response))
      ),
    playPrompt: (callId: CallId, { prompts, ...parameters }: Partial<PlayPromptParameters>) =>
      Effect.flatMap(post(`${url(callId)}/playPrompt`, { ...parameters, ...withTypes(prompts) }), readPlayPrompt),
    cancelMediaProcessing: (callId: CallId, parameters: Partial<CancelMediaProcessingParameters>) =>
      Effect.flatMap(post(`${url(callId)}/cancelMediaProcessing`, parameters), readCancel),
    subscribeToTone: (callId: CallId, parameters: Partial<ContextParameters>) =>
      complete(callId, "subscribeToTone", parameters),
    mute: (callId: CallId, parameters: Partial<ContextParameters>) => complete(callId, "mute", parameters),
    unmute: (callId: CallId, parameters: Partial<ContextParameters>) => complete(callId, "unmute", parameters),
    updateRecordingStatus: (
      callId: CallId,
      parameters: Pick<UpdateRecordingStatusParameters, "status"> & Partial<UpdateRecordingStatusParameters>
    ) => complete(callId, "updateRecordingStatus", parameters)
  }
}

const CallList = Schema.Struct({
  value: Schema.Array(Call),
  "@odata.nextLink": Schema.optionalKey(Schema.String)
})

/** Graph needs the type of each prompt: the declared one is abstract. */
const withTypes = (prompts: PlayPromptParameters["prompts"] | undefined) =>
  prompts === undefined
    ? {}
    : { prompts: prompts.map((prompt) => ({ "@odata.type": "#microsoft.graph.mediaPrompt", ...prompt })) }
