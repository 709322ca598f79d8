import { Schema } from "effect"
import { AnyMilliseconds } from "./AnyDuration.ts"
import { CallIdText, Method, PathPattern } from "./requests.ts"

const Count = Schema.Int.check(Schema.isGreaterThanOrEqualTo(1, { expected: "a whole number of at least 1" }))

/** An error of Graph: `code` and `message` are made of the status unless given; `retryAfter` is in seconds. */
export const FaultAnswer = Schema.Struct({
  status: Schema.Int.check(Schema.isBetween({ minimum: 400, maximum: 599 }, { expected: "a status from 400 to 599" })),
  code: Schema.optionalKey(Schema.String.check(Schema.isMaxLength(128))),
  message: Schema.optionalKey(Schema.String.check(Schema.isMaxLength(10_000))),
  retryAfter: Schema.optionalKey(Schema.Int.check(Schema.isBetween({ minimum: 0, maximum: 86_400 })))
})

const fields = {
  /** What meets with it: requests of bots, unless given, or notifications to them. */
  on: Schema.optionalKey(Schema.Literals(["request", "notification"])),
  method: Schema.optionalKey(Method),
  /** Of a notification the URL or path of the bot's callback. */
  path: Schema.optionalKey(PathPattern),
  callId: Schema.optionalKey(CallIdText),
  /** Which of those that match: the first is 1; all unless given. */
  nth: Schema.optionalKey(Schema.Union([Count, Schema.Array(Count).check(Schema.isMaxLength(1_000))])),
  /** How many at the most. */
  times: Schema.optionalKey(Count),
  /** How likely it is for each, by numbers that `seed` gives in the same order each time. */
  probability: Schema.optionalKey(Schema.Finite.check(Schema.isBetween({ minimum: 0, maximum: 1 }))),
  seed: Schema.optionalKey(Schema.Int),
  /** Answers this error of Graph, and does nothing else. */
  answer: Schema.optionalKey(FaultAnswer),
  /** Waits first: a request in real time, a notification by the emulator's clock. */
  delay: Schema.optionalKey(AnyMilliseconds),
  /** A request gets no answer: its connection ends. A notification is lost, and tried again as one that was not answered. */
  drop: Schema.optionalKey(Schema.Literal(true)),
  /** The answer breaks off in the middle; what was asked for has happened. */
  cut: Schema.optionalKey(Schema.Literal(true)),
  /** The notification is sent twice. */
  duplicate: Schema.optionalKey(Schema.Literal(true)),
  /** The notification is sent after the next one of its call, if there is one within a second. */
  reorder: Schema.optionalKey(Schema.Literal(true))
}

const effects = { request: ["answer", "drop", "cut"], notification: ["drop", "duplicate", "reorder"] } as const

/** What is to go wrong on demand: for which requests or notifications, and how. */
export const FaultRequest = Schema.Struct(fields).check(
  Schema.makeFilter((fault) => {
    const { request, notification } = effects
    const on = fault.on ?? "request"
    const named = [...new Set([...request, ...notification])].filter((effect) => fault[effect] !== undefined)
    const foreign = named.find((effect) => !effects[on].some((own) => own === effect))
    if (foreign !== undefined) {
      return { path: [foreign], issue: `Expected one of ${effects[on].join(", ")} for a ${on}` }
    }
    if (on === "notification" && fault.method !== undefined) {
      return { path: ["method"], issue: "Expected none: a notification is always a POST" }
    }
    if (named.length > 1) return `Expected one of ${named.join(" and ")}`
    return named.length === 1 || fault.delay !== undefined || `Expected delay, or one of ${effects[on].join(", ")}`
  })
).annotate({ identifier: "Fault", description: "What is to go wrong on demand." })
export type FaultRequest = typeof FaultRequest.Type

/** A fault that is in force: how many it was for, and how many met with it. */
export const Fault = Schema.Struct({ id: Schema.String, ...fields, matched: Schema.Int, applied: Schema.Int })
export type Fault = typeof Fault.Type

/** The answer of `GET /_emulator/faults`. */
export const FaultList = Schema.Struct({ value: Schema.Array(Fault) })
