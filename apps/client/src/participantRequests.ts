import type { CallId } from "@recordop/core"
import {
  CompletedOperation,
  type ContextParameters,
  type HoldMusicParameters,
  type InviteParameters,
  InviteParticipantsOperation,
  Participant,
  type ParticipantKey
} from "@recordop/core/calls"
import type { Party } from "@recordop/emulator/protocol/incomingCalls"
import { ScriptReport } from "@recordop/emulator/protocol/script"
import { Effect, Schema } from "effect"
import { HttpClientRequest } from "effect/http"
import type { Endpoint } from "./endpoint.ts"
import { makeReadBody } from "./readBody.ts"
import { withBody } from "./requests.ts"
import { defaultTimeout, type Send } from "./send.ts"

const participantOf = (url: string, id: string) => `${url}/participants/${encodeURIComponent(id)}`

const Roster = Schema.Struct({ value: Schema.Array(Participant) })

/** The requests of who is in a call, by Graph's paths and by the emulator's own, with their answers decoded. */
export const makeParticipantRequests = <R>(
  { root, version }: Endpoint,
  send: Send<R>,
  timeout: number = defaultTimeout
) => {
  const read = makeReadBody(timeout)
  const readRoster = read(Roster)
  const readParticipant = read(Participant)
  const readInvite = read(InviteParticipantsOperation)
  const readCompleted = read(CompletedOperation)
  const readReport = read(ScriptReport)

  const callUrl = (callId: CallId) => `${root}/${version}/communications/calls/${encodeURIComponent(callId)}`
  const ownUrl = (callId: CallId) => `${root}/_emulator/calls/${encodeURIComponent(callId)}`
  const url = ({ callId, participantId }: ParticipantKey) => participantOf(callUrl(callId), participantId)
  const personUrl = ({ callId, participantId }: ParticipantKey) => participantOf(ownUrl(callId), participantId)
  const post = (url: string, body: object) => Effect.flatMap(withBody(HttpClientRequest.post(url), body), send)
  const complete = (key: ParticipantKey, action: string, parameters: object) =>
    Effect.flatMap(post(`${url(key)}/${action}`, parameters), readCompleted)

  return {
    list: (callId: CallId) =>
      Effect.map(
        Effect.flatMap(send(HttpClientRequest.get(`${callUrl(callId)}/participants`)), readRoster),
        ({ value }) => value
      ),
    get: (key: ParticipantKey) => Effect.flatMap(send(HttpClientRequest.get(url(key))), readParticipant),
    invite: (callId: CallId, parameters: Pick<InviteParameters, "participants"> & Partial<InviteParameters>) =>
      Effect.flatMap(post(`${callUrl(callId)}/participants/invite`, parameters), readInvite),
    remove: (key: ParticipantKey) => Effect.asVoid(send(HttpClientRequest.delete(url(key)))),
    mute: (key: ParticipantKey, parameters: Partial<ContextParameters>) => complete(key, "mute", parameters),
    startHoldMusic: (key: ParticipantKey, parameters: Partial<HoldMusicParameters>) =>
      complete(key, "startHoldMusic", parameters),
    stopHoldMusic: (key: ParticipantKey, parameters: Partial<HoldMusicParameters>) =>
      complete(key, "stopHoldMusic", parameters),
    join: (callId: CallId, who: Party) => Effect.flatMap(post(`${ownUrl(callId)}/participants`, who), readParticipant),
    leave: (key: ParticipantKey) => Effect.asVoid(send(HttpClientRequest.delete(personUrl(key)))),
    setMuted: (key: ParticipantKey, isMuted: boolean) =>
      Effect.asVoid(Effect.flatMap(withBody(HttpClientRequest.patch(personUrl(key)), { isMuted }), send)),
    script: (callId: CallId) => Effect.flatMap(send(HttpClientRequest.get(`${ownUrl(callId)}/script`)), readReport)
  }
}
