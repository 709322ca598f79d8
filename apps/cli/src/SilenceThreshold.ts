import { Schema } from "effect"

/** A level in decibels of the full volume. */
export const SilenceThreshold = Schema.Finite.check(
  Schema.isBetween({ minimum: -90, maximum: 0 }, { expected: "a level from -90 to 0 decibels" })
)
