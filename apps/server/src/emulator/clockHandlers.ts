import type { CallsError } from "@recordop/MISSING"
import { decodeOptions } from "@recordop/core"
import { EmulatorClock } from "@recordop/emulator/ports/EmulatorClock"
import { ClockMode, ClockReading, IsoDuration, TimeScale } from "@recordop/emulator/protocol/clock"
import { Effect, Schema } from "effect"
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

const encodeReading = Schema.encodeEffect(ClockReading)

const toAnswer = (reading: Effect.Effect<ClockReading, CallsError>) =>
  reading.pipe(
    Effect.flatMap((reading) => Effect.orDie(encodeReading(reading))),
    Effect.map((body) => plainJson(200, body))
  )

/** `GET /_emulator/clock`. */
export const readClock: Handler<EmulatorClock> = Effect.fnUntraced(function*() {
  const clock = yield* EmulatorClock
  return yield* toAnswer(clock.get)
})

/** `POST /_emulator/clock`: sets how the clock runs, or turns it forward. */
export const changeClock: Handler<EmulatorClock> = Effect.fnUntraced(function*(request) {
  const { advance, mode, scale } = yield* readBody(request, decodeBody)
  const clock = yield* EmulatorClock
  if (advance !== undefined && mode === undefined && scale === undefined) return yield* toAnswer(clock.advance(advance))
  if (mode === undefined || advance !== undefined) {
    return yield* badRequest(`Expected either {"mode":"real"|"scaled"|"frozen","scale":60} or {"advance":"PT7S"}`)
  }
  if (mode !== "scaled") return yield* toAnswer(clock.set({ mode }))
  if (scale === undefined) return yield* badRequest("scale: Expected the scale of a clock that is scaled, as in 60")
  return yield* toAnswer(clock.set({ mode, scale }))
})
