import { DateTime, Effect, Option, Schema, SchemaGetter, SchemaIssue } from "effect"

/** An instant: milliseconds since 1970 on the emulator's clock. */
export const Instant = Schema.Int
export type Instant = typeof Instant.Type

/** Writes an instant as `InstantFromString` reads it. */
export const formatInstant = (instant: Instant): string => DateTime.formatIso(DateTime.makeUnsafe(instant))

/** The same as others see it, as in `2026-11-25T03:00:00.000Z`. */
export const InstantFromString = Schema.String.pipe(
  Schema.decodeTo(Instant, {
    decode: SchemaGetter.transformEffect((text: string) =>
      Option.match(DateTime.make(text), {
        onNone: () => Effect.fail(new SchemaIssue.InvalidValue({ message: "Expected an ISO 8601 date and time" })),
        onSome: (time) => Effect.succeed(DateTime.toEpochMillis(time))
      })
    ),
    encode: SchemaGetter.transform(formatInstant)
  })
)
