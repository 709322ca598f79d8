import { decodeOptions } from "@recordop/core"
import { EmulatorClock } from "@recordop/emulator/ports/EmulatorClock"
import { ClockAnswer, ClockReading, ClockRequest } from "@recordop/emulator/protocol/clock"
import { Store } from "@recordop/emulator/Store"
import { Effect, Option, Schedule, Schema } from "effect"
import { type Answer, empty, plainJson } from "../graph/Answer.ts"
import { readBody } from "../graph/body.ts"
import type { Handler } from "../graph/Bridge.ts"
import { badRequest, routeNotFound } from "../graph/Refused.ts"
import { Turns, waitAtMost } from "./Turns.ts"

const decodeBody = Schema.decodeUnknownResult(ClockRequest, { ...decodeOptions, onExcessProperty: "error" })

const encodeAnswer = Schema.encodeEffect(ClockAnswer)

const encodeReading = Schema.encodeEffect(ClockReading)

const toAnswer = (reading: ClockReading, status = 200, headers: Readonly<Record<string, string>> = {}) =>
  Effect.map(Effect.orDie(encodeReading(reading)), (body): Answer => {
    const answer = plainJson(status, body)
    return { ...answer, headers: { ...answer.headers, ...headers } }
  })

/** `GET /_emulator/clock`. */
export const readClock: Handler<EmulatorClock> = Effect.fnUntraced(function*() {
  const clock = yield* EmulatorClock
  const reading = yield* clock.get
  const next = yield* clock.next
  return plainJson(200, yield* Effect.orDie(encodeAnswer({ ...reading, ...(next === undefined ? {} : { next }) })))
})

/** What a turn has come to: 202, and where to ask again, when it still goes on (RFC 9110, 15.3.3). */
const turnAnswer = Effect.fnUntraced(function*(origin: string, reading: Option.Option<ClockReading>) {
  if (Option.isSome(reading)) return yield* toAnswer(reading.value)
  const clock = yield* EmulatorClock
  return yield* toAnswer(yield* clock.get, 202, { Location: `${origin}/_emulator/clock/advance` })
})

/** `POST /_emulator/clock`: sets how the clock runs, or turns it forward. */
export const changeClock: Handler<EmulatorClock | Turns> = Effect.fnUntraced(function*(request) {
  const { advance, mode, now, scale, settle } = yield* readBody(request, decodeBody)
  const clock = yield* EmulatorClock
  if (advance !== undefined && mode === undefined && now === undefined && scale === undefined) {
    const turns = yield* Turns
    return yield* turnAnswer(request.origin, yield* turns.start(advance, settle, request.signal()))
  }
  if (
    now !== undefined && settle === undefined && advance === undefined && scale === undefined &&
    (mode ?? "frozen") === "frozen"
  ) {
    return yield* toAnswer(yield* clock.set({ mode: "frozen", now }))
  }
  if (mode === undefined || now !== undefined || advance !== undefined || settle !== undefined) {
    return yield* badRequest(
      `Expected {"mode":"real"|"scaled"|"frozen","scale":60}, {"now":"2026-01-01T00:00:00Z"} or {"advance":"PT7S","settle":"PT0.05S"}`
    )
  }
  if (mode !== "scaled") return yield* toAnswer(yield* clock.set({ mode }))
  if (scale === undefined) return yield* badRequest("scale: Expected the scale of a clock that is scaled, as in 60")
  return yield* toAnswer(yield* clock.set({ mode, scale }))
})

/** `GET /_emulator/clock/advance`: waits for the turn that goes on, or that was the last. */
export const waitForAdvance: Handler<EmulatorClock | Turns | Store> = Effect.fnUntraced(
  function*({ origin, signal }) {
    const turns = yield* Turns
    const { isShared } = yield* Store
    // Whoever asks may have been told to by another server; how a turn of that one has ended is not known here.
    if (isShared && !(yield* turns.isGoingOn)) return yield* turnAnswer(origin, yield* otherTurn)
    const reading = yield* turns.wait(signal())
    return reading === undefined ? yield* routeNotFound("advance") : yield* turnAnswer(origin, reading)
  }
)

/** How often it is looked whether the turn of another server is over. */
const untilOver = Schedule.spaced("50 millis")

/** Waits for the turn of another server. */
const otherTurn = Effect.gen(function*() {
  const clock = yield* EmulatorClock
  const store = yield* Store
  const over = Effect.repeat(store.isClockHeld, { schedule: untilOver, while: (isHeld) => isHeld })
  return yield* Effect.timeoutOption(Effect.andThen(over, clock.get), waitAtMost)
})

/** `DELETE /_emulator/clock/advance`: calls the turn off. */
export const cancelAdvance: Handler<EmulatorClock> = Effect.fnUntraced(function*() {
  const clock = yield* EmulatorClock
  yield* clock.cancelAdvance
  return empty(204)
})
