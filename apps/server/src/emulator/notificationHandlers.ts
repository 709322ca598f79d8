import { CallId, decodeOptions, Notifications, type NotificationView } from "@recordop/core"
import { DateTime, Effect, Schema } from "effect"
import type { Handler } from "../Bridge.ts"
import { empty, plainJson } from "../graph/Answer.ts"
import { invalid } from "../graph/Refused.ts"

const decodeCallId = Schema.decodeUnknownResult(CallId, decodeOptions)

const toJson = ({ attempts, ...rest }: NotificationView) => ({
  ...rest,
  attempts: attempts.map(({ at, ...result }) => ({ at: DateTime.formatIso(DateTime.makeUnsafe(at)), ...result }))
})

/** `GET /_emulator/notifications`: what was sent to bots or will be; of one call with `?callId=`. */
export const listNotifications: Handler<Notifications> = Effect.fnUntraced(function*({ query }) {
  const given = new URLSearchParams(query).get("callId")
  const callId = given === null
    ? undefined
    : yield* Effect.mapError(Effect.fromResult(decodeCallId(given)), (error) => invalid(error, "callId"))
  const notifications = yield* Notifications
  return plainJson(200, { value: (yield* notifications.list(callId)).map(toJson) })
})

/** `POST /_emulator/notifications/{id}/redeliver`. */
export const redeliver: Handler<Notifications> = Effect.fnUntraced(function*({ params }) {
  const notifications = yield* Notifications
  yield* notifications.redeliver(params["id"] ?? "")
  return empty(204)
})
