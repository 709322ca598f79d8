import { callAudio } from "@recordop/emulator/model/media/callAudio"
import { promptsPlayed } from "@recordop/emulator/model/media/promptsPlayed"
import { soundIdsIn, stereoBytes, stereoLength } from "@recordop/emulator/model/recording/wav"
import { CallMedia } from "@recordop/emulator/ports/CallMedia"
import { EmulatorClock } from "@recordop/emulator/ports/EmulatorClock"
import { Sounds } from "@recordop/emulator/ports/Sounds"
import { CallSummaries, PromptList, Timeline } from "@recordop/emulator/protocol/media"
import { Effect, Schema } from "effect"
import { type Answer, plainJson } from "../graph/Answer.ts"
import type { Handler } from "../graph/Bridge.ts"
import type { GraphRequest } from "../graph/GraphRequest.ts"
import { queryOptions } from "../graph/query.ts"
import { Refused } from "../graph/Refused.ts"
import { collectionTarget } from "../resources/target.ts"
import { streamBytes } from "./streamBytes.ts"

const encodeSummaries = Schema.encodeEffect(CallSummaries)
const encodeTimeline = Schema.encodeEffect(Timeline)
const encodePrompts = Schema.encodeEffect(PromptList)

const eventsOf = Effect.fnUntraced(function*(request: GraphRequest) {
  const { callId } = yield* Effect.fromResult(collectionTarget(request, []))
  const { timeline } = yield* CallMedia
  return yield* timeline(callId)
})

/** `GET /_emulator/calls`: the calls that stand, and those that have ended. */
export const listCalls: Handler<CallMedia> = Effect.fnUntraced(function*(request) {
  yield* Effect.fromResult(queryOptions(request, []))
  const { calls } = yield* CallMedia
  return plainJson(200, yield* Effect.orDie(encodeSummaries({ value: yield* calls })))
})

/** `GET /_emulator/calls/{call}/timeline`: what could be seen and heard in a call. */
export const timeline: Handler<CallMedia> = Effect.fnUntraced(function*(request) {
  return plainJson(200, yield* Effect.orDie(encodeTimeline({ value: yield* eventsOf(request) })))
})

/** `GET /_emulator/calls/{call}/prompts`: what its caller has heard. */
export const prompts: Handler<CallMedia> = Effect.fnUntraced(function*(request) {
  return plainJson(200, yield* Effect.orDie(encodePrompts({ value: promptsPlayed(yield* eventsOf(request)) })))
})

const nothingKnown = new Refused({
  status: 404,
  code: "NotFound",
  message: "Nothing is known of what could be heard in this call."
})

/** `GET /_emulator/calls/{call}/audio`: the call as a wave file, the bot on the left and its caller on the right. */
export const audio: Handler<CallMedia | EmulatorClock | Sounds> = Effect.fnUntraced(function*(request) {
  const events = yield* eventsOf(request)
  if (events.length === 0) return yield* nothingKnown
  const { now } = yield* (yield* EmulatorClock).get
  const { load } = yield* Sounds
  const { bot: left, caller: right, milliseconds } = callAudio(events, now)
  const length = stereoLength(milliseconds)
  const answer: Answer = {
    status: 200,
    headers: { "Content-Type": "audio/wav", "Content-Length": String(length), "Cache-Control": "no-store" },
    body: request.method === "HEAD"
      ? null
      : streamBytes(0, length, (start, end) =>
        Effect.map(
          load([left, right].flatMap((sound) => soundIdsIn(sound, start, end, 2))),
          (sounds) => stereoBytes({ left, right, milliseconds }, start, end, (id) => sounds.get(id))
        ))
  }
  return answer
})
