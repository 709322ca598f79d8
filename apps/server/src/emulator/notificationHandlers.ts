import { CallId, decodeOptions } from "@recordop/core"
import { Notifications } from "@recordop/emulator/ports/Notifications"
import { NotificationView } from "@recordop/emulator/protocol/notifications"
import { Effect, Schema } from "effect"
import type { Handler } from "../Bridge.ts"
import { empty, plainJson } from "../graph/Answer.ts"
import { invalid } from "../graph/Refused.ts"

const decodeCallId = Schema.decodeUnknownResult(CallId, decodeOptions)

const encodeList = Schema.encodeEffect(Schema.Struct({ value: Schema.Array(NotificationView) }))

/** `GET /_emulator/notifications`: what was sent to bots or will be; of one call with `?callId=`. */
export const listNotifications: Handler<Notifications> = Effect.fnUntraced(function*({ query }) {
  const given = new URLSearchParams(query).get("callId")
  const callId = given === null
    ? undefined
    : yield* Effect.mapError(Effect.fromResult(decodeCallId(given)), (error) => invalid(error, "callId"))
  const notifications = yield* Notifications
  const value = yield* notifications.list(callId)
  return plainJson(200, yield* Effect.orDie(encodeList({ value })))
})

/** `POST /_emulator/notifications/{id}/redeliver`. */
export const redeliver: Handler<Notifications> = Effect.fnUntraced(function*({ params }) {
  const notifications = yield* Notifications
  yield* notifications.redeliver(params["id"] ?? "")
  return empty(204)
})
