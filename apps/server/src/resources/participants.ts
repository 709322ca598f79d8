import type { CallId, StatusCasing } from "@recordop/core"
import {
  type CallOperation,
  decodeContext,
  decodeHoldMusic,
  decodeInvite,
  type ParticipantKey,
  type ParticipantNotFound,
  Participants,
  type StandingCallError
} from "@recordop/core/calls"
import { Effect } from "effect"
import { empty, json } from "../graph/Answer.ts"
import { type Decode, readBody, readOptionalBody } from "../graph/body.ts"
import type { Handler } from "../graph/Bridge.ts"
import type { GraphRequest } from "../graph/GraphRequest.ts"
import { invalidBody } from "../graph/Refused.ts"
import { operationAnswer } from "./answers.ts"
import { collectionTarget } from "./target.ts"

/** What the routes of participants do. */
export const makeParticipantHandlers = (casing: StatusCasing) => {
  const list: Handler<Participants> = Effect.fnUntraced(function*(request) {
    const { callId } = yield* Effect.fromResult(collectionTarget(request, []))
    const participants = yield* Participants
    return json(200, { value: yield* participants.list(callId), "@odata.context": contextOf(request, callId) })
  })

  const get: Handler<Participants> = Effect.fnUntraced(function*(request) {
    const key = yield* participantTarget(request)
    const participants = yield* Participants
    return json(200, {
      "@odata.context": `${contextOf(request, key.callId)}/$entity`,
      ...(yield* participants.get(key))
    })
  })

  const remove: Handler<Participants> = Effect.fnUntraced(function*(request) {
    const participants = yield* Participants
    yield* participants.remove(yield* participantTarget(request))
    return empty(204)
  })

  const invite: Handler<Participants> = Effect.fnUntraced(function*(request) {
    const { callId } = yield* Effect.fromResult(collectionTarget(request, []))
    const parameters = yield* readBody(request, decodeInvite, invalidBody)
    const participants = yield* Participants
    return operationAnswer(request, callId, yield* participants.invite(callId, parameters), casing)
  })

  /** An action on somebody that is answered with its operation. */
  const action = <P>(
    decode: Decode<P>,
    act: (
      participants: Participants["Service"],
      key: ParticipantKey,
      parameters: P
    ) => Effect.Effect<CallOperation, StandingCallError | ParticipantNotFound>
  ): Handler<Participants> =>
    Effect.fnUntraced(function*(request) {
      const key = yield* participantTarget(request)
      const parameters = yield* readOptionalBody(request, decode, invalidBody)
      return operationAnswer(request, key.callId, yield* act(yield* Participants, key, parameters), casing)
    })

  return {
    list,
    get,
    remove,
    invite,
    mute: action(decodeContext, (participants, key, parameters) => participants.mute(key, parameters)),
    startHoldMusic: action(
      decodeHoldMusic,
      (participants, key, parameters) => participants.startHoldMusic(key, parameters)
    ),
    stopHoldMusic: action(
      decodeHoldMusic,
      (participants, key, parameters) => participants.stopHoldMusic(key, parameters)
    )
  }
}

/** Somebody in a call, as the path says. */
export const participantTarget = (request: GraphRequest) =>
  Effect.map(Effect.fromResult(collectionTarget(request, [])), ({ callId }): ParticipantKey => ({
    callId,
    participantId: request.params["participant"] ?? ""
  }))

const contextOf = ({ api, origin }: GraphRequest, callId: CallId): string =>
  `${origin}/${api}/$metadata#communications/calls('${callId.replaceAll("'", "''")}')/participants`
