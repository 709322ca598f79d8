import { Duration, Effect, Option, Schema, SchemaGetter, SchemaIssue } from "effect"
import { parseShortDuration } from "../model/caller/shortDuration.ts"

const parse = (text: string): Option.Option<Duration.Duration> => {
  // Units in upper case are those of ISO 8601, which does without a P only by mistake.
  const short = /[A-Z]/u.test(text) ? undefined : parseShortDuration(text)
  return short === undefined ? Duration.fromIso(text) : Option.some(Duration.millis(short))
}

const durationFrom = (expected: string) =>
  Schema.String.pipe(
    Schema.decodeTo(Schema.Duration, {
      decode: SchemaGetter.transformEffect((text: string) =>
        Effect.fromOption(parse(text)).pipe(
          Effect.mapError(() => new SchemaIssue.InvalidValue({ message: `Expected ${expected}, got "${text}"` }))
        )
      ),
      encode: SchemaGetter.transformEffect((duration: Duration.Duration) =>
        Effect.fromOption(Duration.formatIso(duration)).pipe(
          Effect.mapError(() => new SchemaIssue.InvalidValue({ message: "Expected a finite duration" }))
        )
      )
    })
  )

/** A duration, written as ISO 8601 has it, such as `PT2S`, or as people do: `2s` or `500ms`. */
export const AnyDuration = durationFrom("an ISO 8601 duration such as \"PT7S\", or one such as 7s, at most 365 days")

/** The same in milliseconds, 0 to 365 days. */
export const AnyMilliseconds = durationFrom("a duration such as 2s or PT2S, at most 365 days").pipe(
  Schema.decodeTo(
    Schema.Int.check(Schema.isBetween({ minimum: 0, maximum: 31_536_000_000 }, { expected: "at most 365 days" })),
    {
      decode: SchemaGetter.transform((duration: Duration.Duration) => Math.round(Duration.toMillis(duration))),
      encode: SchemaGetter.transform((milliseconds: number) => Duration.millis(milliseconds))
    }
  )
)
