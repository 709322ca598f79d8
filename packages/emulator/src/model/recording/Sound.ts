import { Schema } from "effect"

/**
 * What a recording holds, from its beginning to its end: stretches in which the caller spoke or did not. No stretch is
 * empty, and two that follow each other differ.
 */
export const Sound = Schema.Array(Schema.Struct({
  speaking: Schema.Boolean,
  milliseconds: Schema.Int.check(Schema.isGreaterThan(0))
}))
export type Sound = typeof Sound.Type

/** The sound with another stretch at its end. */
export const appendSound = (sound: Sound, speaking: boolean, milliseconds: number): Sound => {
  if (milliseconds <= 0) return sound
  const last = sound.at(-1)
  return last !== undefined && last.speaking === speaking
    ? [...sound.slice(0, -1), { speaking, milliseconds: last.milliseconds + milliseconds }]
    : [...sound, { speaking, milliseconds }]
}

/** How long the sound is, in milliseconds. */
export const soundDuration = (sound: Sound): number => sound.reduce((sum, { milliseconds }) => sum + milliseconds, 0)
