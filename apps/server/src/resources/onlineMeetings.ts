import { decodeNewOnlineMeeting, type OnlineMeeting, OnlineMeetings } from "@recordop/core/calls"
import { Effect } from "effect"
import { json } from "../graph/Answer.ts"
import { readOptionalBody } from "../graph/body.ts"
import type { Handler } from "../graph/Bridge.ts"
import type { GraphRequest } from "../graph/GraphRequest.ts"
import { queryOptions } from "../graph/query.ts"
import { badRequest } from "../graph/Refused.ts"

/** What the routes of online meetings do. */
export const onlineMeetings = {
  /** Graph lists meetings by what they are to be found by, and not all of them. */
  list: Effect.fnUntraced(function*(request) {
    const { $filter } = yield* Effect.fromResult(queryOptions(request, ["$filter"]))
    if ($filter === undefined) return yield* badRequest("Expected a $filter such as joinWebUrl eq '…'.")
    const meetings = yield* OnlineMeetings
    const value = yield* meetings.find($filter.property, $filter.value)
    return json(200, { "@odata.context": contextOf(request), value })
  }) satisfies Handler<OnlineMeetings>,

  get: Effect.fnUntraced(function*(request) {
    yield* Effect.fromResult(queryOptions(request, []))
    const meetings = yield* OnlineMeetings
    return entity(request, yield* meetings.get(request.params["meeting"] ?? ""))
  }) satisfies Handler<OnlineMeetings>,

  create: Effect.fnUntraced(function*(request) {
    yield* Effect.fromResult(queryOptions(request, []))
    const given = yield* readOptionalBody(request, decodeNewOnlineMeeting)
    const meetings = yield* OnlineMeetings
    return entity(request, yield* meetings.create(given, request.params["user"] ?? "me", request.origin), 201)
  }) satisfies Handler<OnlineMeetings>
}

const contextOf = ({ api, origin, params: { user } }: GraphRequest): string =>
  `${origin}/${api}/$metadata#${user === undefined ? "communications" : `users('${user}')`}/onlineMeetings`

const entity = (request: GraphRequest, meeting: OnlineMeeting, status = 200) =>
  json(status, { "@odata.context": `${contextOf(request)}/$entity`, ...meeting })
