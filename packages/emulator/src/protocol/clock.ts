import { Duration, Schema } from "effect"
import { type Instant, InstantFromString, lastInstant } from "../model/Instant.ts"
import { AnyDuration } from "./AnyDuration.ts"

/** How the clock runs: as time does, faster or slower, or not at all. */
export const ClockMode = Schema.Literals(["real", "scaled", "frozen"])
export type ClockMode = typeof ClockMode.Type

/** How many seconds pass on the clock in one: more than 0, at most 100,000. */
export const TimeScale = Schema.Finite.check(
  Schema.isBetween({ minimum: 0, maximum: 100_000, exclusiveMinimum: true }, {
    expected: "a number above 0 and up to 100000"
  })
)

/** What the clock shows; `scale` is 1 unless it is scaled. */
export const ClockReading = Schema.Struct({ now: InstantFromString, mode: ClockMode, scale: Schema.Finite })
export type ClockReading = typeof ClockReading.Type

/** The answer of `GET /_emulator/clock`: also when something falls due next in calls, or is to be told of them; absent when nothing will. */
export const ClockAnswer = Schema.Struct({ ...ClockReading.fields, next: Schema.optionalKey(InstantFromString) })
export type ClockAnswer = typeof ClockAnswer.Type

/** How the clock is to run; it goes on from where it is, unless it stands still at an instant of its own. */
export type ClockSetting =
  | { readonly mode: "real" }
  | { readonly mode: "frozen"; readonly now?: Instant }
  | { readonly mode: "scaled"; readonly scale: number }

/** How far the clock can be turned at once. */
export const longestAdvance = Duration.days(365)

/** Whether the clock can be turned so far. */
export const canAdvance = (duration: Duration.Duration): boolean =>
  Duration.isGreaterThanOrEqualTo(duration, Duration.zero) && Duration.isLessThanOrEqualTo(duration, longestAdvance)

/** How far the clock is turned, as in `PT7S` or `7s`: 0 to 365 days. */
export const Advance = AnyDuration.check(
  Schema.makeFilter(canAdvance, { expected: "an ISO 8601 duration such as \"PT7S\", at most 365 days" })
)

/** How long a bot can be waited for at each instant. */
export const longestSettle = Duration.minutes(1)

/** How long a bot has to be quiet before the clock goes on, of real time: 0 to 1 minute. */
export const Settle = Advance.check(
  Schema.makeFilter((settle) => Duration.isLessThanOrEqualTo(settle, longestSettle), {
    expected: "an ISO 8601 duration such as \"PT0.05S\", at most 1 minute"
  })
)

/** Where the clock can be put: there is a year to go until there are no dates any more. */
export const ClockInstant = InstantFromString.check(
  Schema.isLessThanOrEqualTo(lastInstant, { expected: "an instant that has a date, and a year to go" })
)

/** The body of `POST /_emulator/clock`: how the clock is to run, the instant at which it is to stand still, or how far it is to be turned. */
export const ClockRequest = Schema.Struct({
  mode: Schema.optionalKey(ClockMode),
  now: Schema.optionalKey(ClockInstant),
  scale: Schema.optionalKey(TimeScale),
  advance: Schema.optionalKey(Advance),
  settle: Schema.optionalKey(Settle)
})
export type ClockRequest = typeof ClockRequest.Type
