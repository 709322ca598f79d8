import { Effect, Schema } from "effect"
import { empty } from "../graph/Answer.ts"
import { readBody } from "../graph/body.ts"
import type { Handler } from "../graph/Bridge.ts"
import { queryOptions } from "../graph/query.ts"

const decode = Schema.decodeUnknownResult(Schema.Record(Schema.String, Schema.Json))

/**
 * `POST …/calls/logTeleconferenceDeviceQuality`: what a device says of its calls, which nobody looks at.
 *
 * Source: Graph, "cloudCommunications: logTeleconferenceDeviceQuality".
 */
export const logDeviceQuality: Handler<never> = Effect.fnUntraced(function*(request) {
  yield* Effect.fromResult(queryOptions(request, []))
  yield* readBody(request, decode)
  return empty(204)
})
