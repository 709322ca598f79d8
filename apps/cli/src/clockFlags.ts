import { ClockInstant, ClockMode, type ClockSetting, TimeScale } from "@recordop/emulator/protocol/clock"
import { Config, Effect, Option, Result, Schema } from "effect"
import { Flag } from "effect/cli"
import { fail, wrongUsage } from "./Failure.ts"

const Mode = ClockMode.pick(["real", "frozen"])

/** Flags of `serve` that say how time passes. */
export const clockFlags = {
  clockMode: Flag.Literals("clock", Mode.literals).pipe(
    Flag.withDescription(
      "How time passes: as it does (unless given), or only when it is turned forward (RECORDOP_CLOCK)"
    ),
    Flag.optional
  ),
  now: Flag.String("now").pipe(
    Flag.withMetavar("TIME"),
    Flag.withDescription(
      "The instant at which a clock that is frozen stands, as in 2026-01-01T00:00:00Z (RECORDOP_NOW)"
    ),
    Flag.withSchema(ClockInstant),
    Flag.optional
  ),
  timeScale: Flag.Finite("time-scale").pipe(
    Flag.withDescription("How many seconds pass in one (RECORDOP_TIME_SCALE)"),
    Flag.withSchema(TimeScale),
    Flag.optional
  )
}

/** What the flags of `clockFlags` say, or the environment. */
interface ClockInput {
  readonly clockMode: Option.Option<typeof Mode.Type>
  readonly now: Option.Option<number>
  readonly timeScale: Option.Option<number>
}

/** How the clock is to run: as the flags say or, when there is none of them, as the environment does. */
export const readClock = Effect.fnUntraced(function*(flags: ClockInput) {
  const isGiven = Option.isSome(flags.clockMode) || Option.isSome(flags.now) || Option.isSome(flags.timeScale)
  const { clockMode, now, timeScale } = isGiven ? flags : yield* environment
  if (Option.isSome(now)) {
    return Option.isSome(timeScale) || Option.contains(clockMode, "real")
      ? yield* fail("--now is for a clock that is frozen: give it without --time-scale and --clock real", wrongUsage)
      : standing(now.value)
  }
  if (Option.isNone(timeScale)) return settingOf(Option.getOrElse(clockMode, () => "real"))
  return Option.contains(clockMode, "frozen")
    ? yield* fail("a frozen clock has no scale: give --clock frozen or --time-scale, not both", wrongUsage)
    : scaled(timeScale.value)
})

const settingOf = (mode: typeof Mode.Type): ClockSetting => ({ mode })

const standing = (now: number): ClockSetting => ({ mode: "frozen", now })

const scaled = (scale: number): ClockSetting => ({ mode: "scaled", scale })

const variable = Effect.fnUntraced(function*<A>(name: string, schema: Schema.Codec<A, string>, expected: string) {
  const text = yield* Config.option(Config.String(name))
  if (Option.isNone(text)) return Option.none<A>()
  const decoded = Schema.decodeResult(schema)(text.value)
  return Result.isSuccess(decoded)
    ? Option.some(decoded.success)
    : yield* fail(`${name}: expected ${expected}, got ${text.value}`, wrongUsage)
})

const ScaleFromString = Schema.FiniteFromString.pipe(Schema.decodeTo(TimeScale))

const environment = Effect.gen(function*() {
  return {
    clockMode: yield* variable("RECORDOP_CLOCK", Mode, "real or frozen"),
    now: yield* variable("RECORDOP_NOW", ClockInstant, "an ISO 8601 date and time"),
    timeScale: yield* variable("RECORDOP_TIME_SCALE", ScaleFromString, "a number above 0 and up to 100000")
  }
})
