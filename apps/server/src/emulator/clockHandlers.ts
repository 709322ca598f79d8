import { ClockMode, type ClockReading, decodeOptions, EmulatorClock, IsoDuration, TimeScale } from "@recordop/core"
import { DateTime, Effect, Schema } from "effect"
import type { Handler } from "../Bridge.ts"
import { plainJson } from "../graph/Answer.ts"
import { readBody } from "../graph/body.ts"
import { badRequest } from "../graph/Refused.ts"

const Body = Schema.Struct({
  mode: Schema.optionalKey(ClockMode),
  scale: Schema.optionalKey(TimeScale),
  advance: Schema.optionalKey(IsoDuration)
})

const decodeBody = Schema.decodeUnknownResult(Body, { ...decodeOptions, onExcessProperty: "error" })

const toAnswer = ({ mode, now, scale }: ClockReading) =>
  plainJson(200, { now: DateTime.formatIso(DateTime.makeUnsafe(now)), mode, scale })

/** `GET /_emulator/clock`. */
export const readClock: Handler<EmulatorClock> = Effect.fnUntraced(function*() {
  const clock = yield* EmulatorClock
  return toAnswer(yield* clock.get)
})

/** `POST /_emulator/clock`: sets how the clock runs, or turns it forward. */
export const changeClock: Handler<EmulatorClock> = Effect.fnUntraced(function*(request) {
  const { advance, mode, scale } = yield* readBody(request, decodeBody)
  const clock = yield* EmulatorClock
  if (advance !== undefined && mode === undefined && scale === undefined) return toAnswer(yield* clock.advance(advance))
  if (mode === undefined || advance !== undefined) {
    return yield* badRequest(`Expected either {"mode":"real"|"scaled"|"frozen","scale":60} or {"advance":"PT7S"}`)
  }
  if (mode !== "scaled") return toAnswer(yield* clock.set({ mode }))
  if (scale === undefined) return yield* badRequest("scale: Expected the scale of a clock that is scaled, as in 60")
  return toAnswer(yield* clock.set({ mode, scale }))
})
