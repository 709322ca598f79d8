import {
  Attempt,
  type CallId,
  CallId as CallIdSchema,
  ClockMode,
  type ClockReading,
  type ClockSetting,
  CommsNotifications,
  formatIsoDuration,
  type NotificationView
} from "@recordop/core"
import { DateTime, Effect, Schema, Struct } from "effect"
import { HttpClientRequest, type HttpClientResponse } from "effect/http"
import type { Endpoint } from "./endpoint.ts"
import { invalidResponse, withBody } from "./requests.ts"
import { defaultTimeout, type Send } from "./send.ts"
import { withTimeout } from "./withTimeout.ts"

const Reading = Schema.Struct({ now: Schema.DateTimeUtcFromString, mode: ClockMode, scale: Schema.Finite })

const Listed = Schema.Struct({
  value: Schema.Array(Schema.Struct({
    id: Schema.String,
    callId: Schema.toType(CallIdSchema),
    body: CommsNotifications,
    state: Schema.Literals(["pending", "delivered", "failed"]),
    attempts: Schema.Array(
      Attempt.mapFields((fields) => ({ ...Struct.omit(fields, ["at"]), at: Schema.DateTimeUtcFromString }))
    )
  }))
})

const decodeReading = Schema.decodeUnknownEffect(Reading)
const decodeListed = Schema.decodeUnknownEffect(Listed)

/** How long the clock may take to be advanced, in milliseconds: bots are told meanwhile. */
export const patience = 600_000

/** The requests of the emulator's own paths, with their answers decoded. */
export const makeEmulatorRequests = <R>(
  { root }: Endpoint,
  send: Send<R>,
  sendPatiently: Send<R>,
  timeout: number = defaultTimeout
) => {
  const inTime = withTimeout(timeout)
  const clockUrl = `${root}/_emulator/clock`
  const notificationsUrl = `${root}/_emulator/notifications`

  const readClock = (response: HttpClientResponse.HttpClientResponse) =>
    inTime(Effect.flatMap(response.json, decodeReading)).pipe(
      Effect.map(({ mode, now, scale }): ClockReading => ({ now: DateTime.toEpochMillis(now), mode, scale })),
      Effect.catchTags({ SchemaError: unreadable, HttpClientError: unreadable })
    )

  const postClock = (body: object) =>
    withBody(HttpClientRequest.post(clockUrl), body).pipe(Effect.flatMap(sendPatiently), Effect.flatMap(readClock))

  const listNotifications = Effect.fnUntraced(function*(callId?: CallId) {
    const request = HttpClientRequest.get(notificationsUrl)
    const response = yield* send(
      callId === undefined ? request : HttpClientRequest.setUrlParam(request, "callId", callId)
    )
    const { value } = yield* inTime(Effect.flatMap(response.json, decodeListed)).pipe(
      Effect.catchTags({ SchemaError: unreadable, HttpClientError: unreadable })
    )
    return value.map(toView)
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

const toView = ({ attempts, ...rest }: typeof Listed.Type["value"][number]): NotificationView => ({
  ...rest,
  attempts: attempts.map(({ at, ...result }) => ({ at: DateTime.toEpochMillis(at), ...result }))
})

const unreadable = (error: { readonly message: string }) => Effect.fail(invalidResponse(error))
