import { DateTime, Effect, Option, Schema, SchemaGetter, SchemaIssue } from "effect"

/** The last instant that a `Date` has a name for, and the longest that the clock can be advanced beyond one. */
const lastDate = 8_640_000_000_000_000
const year = 366 * 86_400_000

/** The last instant that the clock can get to. */
export const lastInstant = lastDate - year

/** An instant: milliseconds since 1970 on the emulator's clock. */
export const Instant = Schema.Int.check(
  Schema.isBetween({ minimum: -lastDate, maximum: lastDate }, { expected: "an instant that has a date" })
)
export type Instant = typeof Instant.Type

/** Writes an instant as `InstantFromString` reads it. */
export const formatInstant = (instant: Instant): string => DateTime.formatIso(DateTime.makeUnsafe(instant))

const isoDate = /^((?:[+-]\d{2})?\d{4}-\d{2}-\d{2})(?:T\d{2}:\d{2}(?::\d{2}(?:[.,]\d+)?)?(?:Z|[+-]\d{2}:?\d{2})?)?$/

/** A date of ISO 8601, with or without a time; none of a day that there is not. */
const parseIso = (text: string): Option.Option<DateTime.DateTime> => {
  const [, day = "none"] = isoDate.exec(text) ?? []
  const isDay = Option.exists(DateTime.make(day), (date) => DateTime.formatIso(date).startsWith(day))
  return isDay ? DateTime.make(text) : Option.none()
}

/** The same as others see it, as in `2026-11-25T03:00:00.000Z`. */
export const InstantFromString = Schema.String.pipe(
  Schema.decodeTo(Instant, {
    decode: SchemaGetter.transformEffect((text: string) =>
      Option.match(parseIso(text), {
        onNone: () => Effect.fail(new SchemaIssue.InvalidValue({ message: "Expected an ISO 8601 date and time" })),
        onSome: (time) => Effect.succeed(DateTime.toEpochMillis(time))
      })
    ),
    encode: SchemaGetter.transform(formatInstant)
  })
)
