import { Call, Calls, decodeNewCall, NewCall, Participants } from "@recordop/core/calls"
import { Effect, Struct } from "effect"
import { empty, json } from "../graph/Answer.ts"
import { readBody } from "../graph/body.ts"
import type { Handler } from "../graph/Bridge.ts"
import type { GraphRequest } from "../graph/GraphRequest.ts"
import { type QueryOptions, queryOptions } from "../graph/query.ts"
import { invalidBody } from "../graph/Refused.ts"
import { bearerIdentity } from "../identity/bearerIdentity.ts"
import { checkCallback } from "./checkCallback.ts"
import { nextLink } from "./nextLink.ts"
import { makeProjection } from "./projection.ts"
import { collectionTarget } from "./target.ts"

/** What the routes of calls do; those of their actions are in `callActions.ts`. */
export const makeCallHandlers = (callbackHosts: ReadonlyArray<string>) => {
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
    return json(200, {
      "@odata.context": `${request.origin}/${request.api}/$metadata#communications/calls`,
      ...(nextCursor === undefined
        ? {}
        : { "@odata.nextLink": nextLink(request, callsUrl(request), nextCursor) }),
      value: items.map((call) => selected(call, $select))
    })
  })

  const end: Handler<Calls> = Effect.fnUntraced(function*(request) {
    const { callId } = yield* Effect.fromResult(collectionTarget(request, []))
    const calls = yield* Calls
    yield* calls.end(callId)
    return empty(204)
  })

  const keepAlive: Handler<Calls> = Effect.fnUntraced(function*(request) {
    const { callId } = yield* Effect.fromResult(collectionTarget(request, []))
    const calls = yield* Calls
    yield* calls.keepAlive(callId)
    return empty(200)
  })

  return { create, list, get, end, keepAlive }
}

const callsUrl = ({ api, origin }: GraphRequest): string => `${origin}/${api}/communications/calls`

/** Graph's own context of a new call says `app`. */
const withContext = ({ api, origin }: GraphRequest, call: Call): object => ({
  "@odata.context": `${origin}/${api}/$metadata#app/calls/$entity`,
  ...call
})

const projection = makeProjection([...Struct.keys(Call.schema.fields), ...Struct.keys(NewCall.schema.fields)])

const callContext = ({ api, origin }: GraphRequest, $select: QueryOptions["$select"]): string =>
  `${origin}/${api}/$metadata#communications/calls${projection($select)}/$entity`

/** A call with the properties that are wanted; a name that it does not have is none of them. */
const selected = (call: Call, $select: QueryOptions["$select"]): object => {
  if ($select === undefined || $select.includes("*")) return call
  const names = new Set([...$select.map((name) => name.toLowerCase()), "@odata.type"])
  return Object.fromEntries(Object.entries(call).filter(([name]) => names.has(name.toLowerCase())))
}
