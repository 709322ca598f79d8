import type { CallId } from "@recordop/core"
import { Call } from "@recordop/core/calls"
import type { NotificationPage } from "@recordop/emulator/ports/Notifications"
import {
  type CallerAction,
  type CallerScript,
  CallerScriptRequest,
  CallerStepRequest
} from "@recordop/emulator/protocol/caller"
import { ClockAnswer, ClockReading, ClockRequest, type ClockSetting } from "@recordop/emulator/protocol/clock"
import { IncomingCallRequest } from "@recordop/emulator/protocol/incomingCalls"
import { CallSummaries, Timeline, wavOf } from "@recordop/emulator/protocol/media"
import { NotificationList } from "@recordop/emulator/protocol/notifications"
import { Snapshot } from "@recordop/emulator/protocol/Seed"
import { PermissionList, TokenAnswer, type TokenRequest } from "@recordop/emulator/protocol/tokens"
import { type Duration, Effect, Schema } from "effect"
import { HttpClientRequest, type HttpClientResponse } from "effect/http"
import type { Endpoint } from "./endpoint.ts"
import { makeReadBody } from "./readBody.ts"
import type { RequestFailed } from "./RequestFailed.ts"
import { encoded, invalidResponse, withBody } from "./requests.ts"
import { defaultTimeout, type Send } from "./send.ts"
import { withTimeout } from "./withTimeout.ts"

const decodeReading = Schema.decodeUnknownEffect(ClockReading)
const decodeList = Schema.decodeUnknownEffect(NotificationList)
const decodeCall = Schema.decodeUnknownEffect(Call)
const encodeIncoming = Schema.encodeEffect(IncomingCallRequest)
const encodeClock = Schema.encodeEffect(ClockRequest)
const encodeSnapshot = Schema.encodeEffect(Snapshot)
const encodeScript = Schema.encodeEffect(CallerScriptRequest)
const encodeStep = Schema.encodeEffect(CallerStepRequest)

/** How the clock is advanced and bots are called: twice would be too much. */
export const once = { retries: 0 }

/** The requests of the emulator's own paths, with their answers decoded. */
export const makeEmulatorRequests = <R>(
  { root }: Endpoint,
  send: Send<R>,
  sendOnce: Send<R>,
  timeout: number = defaultTimeout
) => {
  const inTime = withTimeout(timeout)
  const read = makeReadBody(timeout)
  const readToken = read(TokenAnswer)
  const readPermissions = read(PermissionList)
  const readSnapshot = read(Snapshot)
  const readAnswer = read(ClockAnswer)
  const readSummaries = read(CallSummaries)
  const readTimeline = read(Timeline)
  const clockUrl = `${root}/_emulator/clock`
  const snapshotUrl = `${root}/_emulator/snapshot`
  const advanceUrl = `${clockUrl}/advance`
  const notificationsUrl = `${root}/_emulator/notifications`
  const ownUrl = (callId: CallId) => `${root}/_emulator/calls/${encodeURIComponent(callId)}`
  const callerUrl = (callId: CallId) => `${ownUrl(callId)}/caller`

  const readClock = (response: HttpClientResponse.HttpClientResponse) =>
    inTime(Effect.flatMap(response.json, decodeReading)).pipe(
      Effect.catchTags({ SchemaError: unreadable, HttpClientError: unreadable })
    )

  const postClock = (request: ClockRequest) =>
    encoded(encodeClock(request)).pipe(
      Effect.flatMap((body) => withBody(HttpClientRequest.post(clockUrl), body)),
      Effect.flatMap(sendOnce)
    )

  /** A turn that goes on is asked for again until it is over; the server waits for a while each time. */
  const followTurn = (
    response: HttpClientResponse.HttpClientResponse
  ): Effect.Effect<ClockReading, RequestFailed, R> =>
    response.status === 202
      ? Effect.flatMap(send(HttpClientRequest.get(advanceUrl)), followTurn)
      : readClock(response)

  const notifications = Effect.fnUntraced(function*(callId?: CallId, cursor?: string) {
    const response = yield* send(HttpClientRequest.get(notificationsUrl, {
      urlParams: { ...(callId === undefined ? {} : { callId }), ...(cursor === undefined ? {} : { cursor }) }
    }))
    const { nextLink, value } = yield* inTime(Effect.flatMap(response.json, decodeList)).pipe(
      Effect.catchTags({ SchemaError: unreadable, HttpClientError: unreadable })
    )
    const nextCursor = nextLink === undefined ? null : new URL(nextLink).searchParams.get("cursor")
    const page: NotificationPage = nextCursor === null ? { items: value } : { items: value, nextCursor }
    return page
  })

  return {
    getClock: Effect.flatMap(send(HttpClientRequest.get(clockUrl)), readClock),
    clockAnswer: Effect.flatMap(send(HttpClientRequest.get(clockUrl)), readAnswer),
    setClock: (setting: ClockSetting) => Effect.flatMap(postClock(setting), readClock),
    advanceClock: (advance: Duration.Duration, settle?: Duration.Duration) =>
      Effect.flatMap(postClock({ advance, ...(settle === undefined ? {} : { settle }) }), followTurn),
    cancelAdvance: Effect.asVoid(send(HttpClientRequest.delete(advanceUrl))),
    reset: Effect.asVoid(send(HttpClientRequest.post(`${root}/_emulator/reset`))),
    saveSnapshot: Effect.flatMap(send(HttpClientRequest.get(snapshotUrl)), readSnapshot),
    loadSnapshot: (snapshot: Snapshot) =>
      encoded(encodeSnapshot(snapshot)).pipe(
        Effect.flatMap((body) => withBody(HttpClientRequest.put(snapshotUrl), body)),
        Effect.flatMap(send),
        Effect.asVoid
      ),
    notifications,
    redeliver: (id: string) =>
      Effect.asVoid(send(HttpClientRequest.post(`${notificationsUrl}/${encodeURIComponent(id)}/redeliver`))),
    token: (request: TokenRequest) =>
      withBody(HttpClientRequest.post(`${root}/_emulator/tokens`), request).pipe(
        Effect.flatMap(send),
        Effect.flatMap(readToken),
        Effect.map(({ accessToken }) => accessToken)
      ),
    permissions: Effect.map(
      Effect.flatMap(send(HttpClientRequest.get(`${root}/_emulator/permissions`)), readPermissions),
      ({ value }) => value
    ),
    callBot: (call: IncomingCallRequest) =>
      encoded(encodeIncoming(call)).pipe(
        Effect.flatMap((body) => withBody(HttpClientRequest.post(`${root}/_emulator/incomingCalls`), body)),
        Effect.flatMap(sendOnce),
        Effect.flatMap((response) => inTime(Effect.flatMap(response.json, decodeCall))),
        Effect.catchTags({ SchemaError: unreadable, HttpClientError: unreadable })
      ),
    calls: Effect.map(
      Effect.flatMap(send(HttpClientRequest.get(`${root}/_emulator/calls`)), readSummaries),
      ({ value }) => value
    ),
    timeline: (callId: CallId) =>
      Effect.map(
        Effect.flatMap(send(HttpClientRequest.get(`${ownUrl(callId)}/timeline`)), readTimeline),
        ({ value }) => value
      ),
    audio: (callId: CallId) =>
      Effect.flatMap(
        send(HttpClientRequest.get(`${ownUrl(callId)}/audio`)),
        (response) => Effect.map(inTime(response.arrayBuffer), (buffer) => new Uint8Array(buffer))
      ).pipe(Effect.catchTag("HttpClientError", unreadable)),
    setScript: (callId: CallId, script: CallerScript) =>
      encoded(encodeScript({ script })).pipe(
        Effect.flatMap((body) => withBody(HttpClientRequest.put(callerUrl(callId)), body)),
        Effect.flatMap(send),
        Effect.asVoid
      ),
    act: (callId: CallId, step: CallerAction) =>
      encoded(encodeStep({ step })).pipe(
        Effect.flatMap((body) => withBody(HttpClientRequest.post(callerUrl(callId)), body)),
        Effect.flatMap(send),
        Effect.asVoid
      ),
    speak: (callId: CallId, samples: Int16Array) =>
      HttpClientRequest.post(`${callerUrl(callId)}/voice`).pipe(
        HttpClientRequest.bodyUint8Array(wavOf(samples), "audio/wav"),
        send,
        Effect.asVoid
      )
  }
}

const unreadable = (error: { readonly message: string }) => Effect.fail(invalidResponse(error))
