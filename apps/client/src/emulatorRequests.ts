import { formatIsoDuration } from "@recordop/MISSING"
import type { CallId } from "@recordop/core"
import { ClockReading, type ClockSetting } from "@recordop/emulator/protocol/clock"
import { NotificationView } from "@recordop/emulator/protocol/notifications"
import { Effect, Schema } from "effect"
import { HttpClientRequest, type HttpClientResponse } from "effect/http"
import type { Endpoint } from "./endpoint.ts"
import { invalidResponse, withBody } from "./requests.ts"
import { defaultTimeout, type Send } from "./send.ts"
import { withTimeout } from "./withTimeout.ts"

const decodeReading = Schema.decodeUnknownEffect(ClockReading)
const decodeListed = Schema.decodeUnknownEffect(Schema.Struct({ value: Schema.Array(NotificationView) }))

/** How the clock is advanced: bots are told meanwhile, and twice would be too far. */
export const patient = { timeout: 600_000, retries: 0 }

/** The requests of the emulator's own paths, with their answers decoded. */
export const makeEmulatorRequests = <R>(
  { root }: Endpoint,
  send: Send<R>,
  sendOnce: Send<R>,
  timeout: number = defaultTimeout
) => {
  const inTime = withTimeout(timeout)
  const clockUrl = `${root}/_emulator/clock`
  const notificationsUrl = `${root}/_emulator/notifications`

  const readClock = (response: HttpClientResponse.HttpClientResponse) =>
    inTime(Effect.flatMap(response.json, decodeReading)).pipe(
      Effect.catchTags({ SchemaError: unreadable, HttpClientError: unreadable })
    )

  const postClock = (body: object) =>
    withBody(HttpClientRequest.post(clockUrl), body).pipe(Effect.flatMap(sendOnce), Effect.flatMap(readClock))

  const listNotifications = Effect.fnUntraced(function*(callId?: CallId) {
    const request = HttpClientRequest.get(notificationsUrl)
    const response = yield* send(
      callId === undefined ? request : HttpClientRequest.setUrlParam(request, "callId", callId)
    )
    const { value } = yield* inTime(Effect.flatMap(response.json, decodeListed)).pipe(
      Effect.catchTags({ SchemaError: unreadable, HttpClientError: unreadable })
    )
    return value
  })

  return {
    getClock: Effect.flatMap(send(HttpClientRequest.get(clockUrl)), readClock),
    setClock: (setting: ClockSetting) => postClock(setting),
    advanceClock: (milliseconds: number) => postClock({ advance: formatIsoDuration(milliseconds) }),
    listNotifications,
    redeliver: (id: string) =>
      Effect.asVoid(send(HttpClientRequest.post(`${notificationsUrl}/${encodeURIComponent(id)}/redeliver`)))
  }
}

const unreadable = (error: { readonly message: string }) => Effect.fail(invalidResponse(error))
