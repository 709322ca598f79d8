import { decodeOptions } from "@recordop/core"
import { Participants } from "@recordop/core/calls"
import { Callers } from "@recordop/emulator/ports/Callers"
import { JoinRequest, MuteRequest } from "@recordop/emulator/protocol/participants"
import { Effect, Schema } from "effect"
import { empty, plainJson } from "../graph/Answer.ts"
import { readBody } from "../graph/body.ts"
import type { Handler } from "../graph/Bridge.ts"
import { participantTarget } from "../resources/participants.ts"
import { collectionTarget } from "../resources/target.ts"

const strict = { ...decodeOptions, onExcessProperty: "error" } as const

const decodeJoin = Schema.decodeUnknownResult(JoinRequest, strict)
const decodeMute = Schema.decodeUnknownResult(MuteRequest, strict)

/** What people in a call do: `/_emulator/calls/{call}/participants`. */
export const people = {
  list: Effect.fnUntraced(function*(request) {
    const { callId } = yield* Effect.fromResult(collectionTarget(request, []))
    const participants = yield* Participants
    return plainJson(200, { value: yield* participants.list(callId) })
  }) satisfies Handler<Participants>,

  /** Somebody comes in. */
  join: Effect.fnUntraced(function*(request) {
    const { callId } = yield* Effect.fromResult(collectionTarget(request, []))
    const who = yield* readBody(request, decodeJoin)
    const callers = yield* Callers
    return plainJson(201, yield* callers.join(callId, who))
  }) satisfies Handler<Callers>,

  /** Somebody mutes or unmutes themselves. */
  mute: Effect.fnUntraced(function*(request) {
    const key = yield* participantTarget(request)
    const { isMuted } = yield* readBody(request, decodeMute)
    const callers = yield* Callers
    yield* callers.setMuted(key, isMuted)
    return empty(204)
  }) satisfies Handler<Callers>,

  /** Somebody leaves. */
  leave: Effect.fnUntraced(function*(request) {
    const key = yield* participantTarget(request)
    const callers = yield* Callers
    yield* callers.leave(key)
    return empty(204)
  }) satisfies Handler<Callers>
}
