import {
  AudioRoutingGroups,
  Calls,
  decodeAudioRoutingGroup,
  decodeAudioRoutingGroupUpdate,
  type GroupKey
} from "@recordop/core/calls"
import { Effect } from "effect"
import { empty, json } from "../graph/Answer.ts"
import { readBody } from "../graph/body.ts"
import type { Handler } from "../graph/Bridge.ts"
import type { GraphRequest } from "../graph/GraphRequest.ts"
import { invalidBody } from "../graph/Refused.ts"
import { collectionTarget } from "./target.ts"

/** What the routes of audio routing groups do. */
export const audioRoutingGroups = {
  list: Effect.fnUntraced(function*(request) {
    const { callId } = yield* Effect.fromResult(collectionTarget(request, []))
    const groups = yield* AudioRoutingGroups
    return json(200, { "@odata.context": contextOf(request, "audioRoutingGroups"), value: yield* groups.list(callId) })
  }) satisfies Handler<AudioRoutingGroups>,

  get: Effect.fnUntraced(function*(request) {
    const groups = yield* AudioRoutingGroups
    return entity(request, yield* groups.get(yield* groupTarget(request)))
  }) satisfies Handler<AudioRoutingGroups>,

  create: Effect.fnUntraced(function*(request) {
    const { callId } = yield* Effect.fromResult(collectionTarget(request, []))
    const given = yield* readBody(request, decodeAudioRoutingGroup, invalidBody)
    const groups = yield* AudioRoutingGroups
    return entity(request, yield* groups.create(callId, given), 201)
  }) satisfies Handler<AudioRoutingGroups>,

  update: Effect.fnUntraced(function*(request) {
    const key = yield* groupTarget(request)
    const change = yield* readBody(request, decodeAudioRoutingGroupUpdate, invalidBody)
    const groups = yield* AudioRoutingGroups
    return entity(request, yield* groups.update(key, change))
  }) satisfies Handler<AudioRoutingGroups>,

  delete: Effect.fnUntraced(function*(request) {
    const groups = yield* AudioRoutingGroups
    yield* groups.delete(yield* groupTarget(request))
    return empty(204)
  }) satisfies Handler<AudioRoutingGroups>
}

/** `GET …/contentSharingSessions`: nobody shares anything. */
export const noSharing: Handler<Calls> = Effect.fnUntraced(function*(request) {
  const { callId } = yield* Effect.fromResult(collectionTarget(request, []))
  const calls = yield* Calls
  yield* calls.get(callId)
  return json(200, { "@odata.context": contextOf(request, "contentSharingSessions"), value: [] })
})

const groupTarget = (request: GraphRequest) =>
  Effect.map(Effect.fromResult(collectionTarget(request, [])), ({ callId }): GroupKey => ({
    callId,
    groupId: request.params["group"] ?? ""
  }))

const contextOf = ({ api, origin, params }: GraphRequest, ...segments: ReadonlyArray<string>): string =>
  `${origin}/${api}/$metadata#${["communications/calls", params["call"], ...segments].join("/")}`

const entity = (request: GraphRequest, group: object, status = 200) =>
  json(status, { "@odata.context": contextOf(request, "audioRoutingGroups", ...groupOf(request), "$entity"), ...group })

const groupOf = ({ params: { group } }: GraphRequest): ReadonlyArray<string> => group === undefined ? [] : [group]
