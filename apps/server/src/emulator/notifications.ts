import { CallId, decodeOptions } from "@recordop/core"
import { Notifications } from "@recordop/emulator/ports/Notifications"
import { NotificationList } from "@recordop/emulator/protocol/notifications"
import { Effect, Schema } from "effect"
import { empty, plainJson } from "../graph/Answer.ts"
import type { Handler } from "../graph/Bridge.ts"
import { invalid } from "../graph/Refused.ts"

const Query = Schema.Struct({ callId: Schema.optionalKey(CallId), cursor: Schema.optionalKey(Schema.String) })

const decodeQuery = Schema.decodeUnknownResult(Query, { ...decodeOptions, onExcessProperty: "error" })

const encodeList = Schema.encodeEffect(NotificationList)

/** `GET /_emulator/notifications`: what was sent to bots or will be; of one call with `?callId=`. */
export const listNotifications: Handler<Notifications> = Effect.fnUntraced(function*({ origin, query }) {
  const given = Object.fromEntries(new URLSearchParams(query))
  const { callId, cursor } = yield* Effect.mapError(Effect.fromResult(decodeQuery(given)), (error) => invalid(error))
  const notifications = yield* Notifications
  const { items, nextCursor } = yield* notifications.page(callId, cursor)
  const next = new URLSearchParams({ ...(callId === undefined ? {} : { callId }), cursor: nextCursor ?? "" })
  const list = {
    value: items,
    ...(nextCursor === undefined ? {} : { nextLink: `${origin}/_emulator/notifications?${next}` })
  }
  return plainJson(200, yield* Effect.orDie(encodeList(list)))
})

/** `POST /_emulator/notifications/{id}/redeliver`. */
export const redeliver: Handler<Notifications> = Effect.fnUntraced(function*({ params }) {
  const notifications = yield* Notifications
  yield* notifications.redeliver(params["id"] ?? "")
  return empty(204)
})
