import { Effect, Schema, SchemaGetter, SchemaIssue } from "effect"

const iso = /^P(?!$)(?:(\d+(?:\.\d+)?)D)?(?:T(?!$)(?:(\d+(?:\.\d+)?)H)?(?:(\d+(?:\.\d+)?)M)?(?:(\d+(?:\.\d+)?)S)?)?$/

/** The longest duration that is taken: a year of 365 days, in milliseconds. */
const longest = 365 * 86_400_000

/**
 * Reads a duration such as `PT7S`, `PT1M30.5S` or `P1D` as milliseconds; `undefined` when it is none, or longer than 365
 * days.
 *
 * Source: ISO 8601-1:2019, 5.5.2, without years, months and weeks, whose length varies or is not used here.
 */
export const parseIsoDuration = (text: string): number | undefined => {
  const match = iso.exec(text)
  if (match === null) return undefined
  const [days, hours, minutes, seconds] = match.slice(1).map((part) => Number(part ?? 0))
  const milliseconds = Math.round(
    ((((days ?? 0) * 24 + (hours ?? 0)) * 60 + (minutes ?? 0)) * 60 + (seconds ?? 0)) * 1_000
  )
  return milliseconds <= longest ? milliseconds : undefined
}

/** Writes milliseconds as a duration in seconds, as in `PT90S`. */
export const formatIsoDuration = (milliseconds: number): string => `PT${milliseconds / 1_000}S`

/** A duration such as `PT7S`, as milliseconds; see `parseIsoDuration`. */
export const IsoDuration = Schema.String.pipe(
  Schema.decodeTo(Schema.Int, {
    decode: SchemaGetter.transformEffect((text: string) => {
      const milliseconds = parseIsoDuration(text)
      return milliseconds === undefined
        ? Effect.fail(new SchemaIssue.InvalidValue({ message: expected(text) }))
        : Effect.succeed(milliseconds)
    }),
    encode: SchemaGetter.transform(formatIsoDuration)
  })
)

const expected = (text: string): string =>
  `Expected an ISO 8601 duration such as "PT7S", at most 365 days, got ${JSON.stringify(text.slice(0, 40))}`
