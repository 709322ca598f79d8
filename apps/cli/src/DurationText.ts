import { formatShortDuration, parseShortDuration } from "@recordop/emulator/model/caller/shortDuration"
import { IsoDuration } from "@recordop/emulator/protocol/clock"
import { Duration, Effect, Option, Schema, SchemaGetter, SchemaIssue } from "effect"

/** 365 days, in milliseconds. */
const longest = 31_536_000_000

const parseIso = Schema.decodeUnknownOption(IsoDuration)

const parse = (text: string): number | undefined =>
  parseShortDuration(text) ?? Option.getOrUndefined(Option.map(parseIso(text), Duration.toMillis))

/** A duration as people write it, such as 2s or 500ms, or as ISO 8601 has it: PT2S. At most 365 days, in milliseconds. */
export const DurationText = Schema.String.pipe(
  Schema.decodeTo(Schema.Int, {
    decode: SchemaGetter.transformEffect((text: string) => {
      const milliseconds = parse(text)
      return milliseconds === undefined || milliseconds > longest
        ? Effect.fail(
          new SchemaIssue.InvalidValue({
            message: `Expected a duration such as 2s or PT2S, at most 365 days, got "${text}"`
          })
        )
        : Effect.succeed(milliseconds)
    }),
    encode: SchemaGetter.transform(formatShortDuration)
  })
)

/** A duration that something takes: 1 ms to 1 h. */
export const PlayTime = DurationText.check(
  Schema.isBetween({ minimum: 1, maximum: 3_600_000 }, { expected: "a duration from 1ms to 1h" })
)
