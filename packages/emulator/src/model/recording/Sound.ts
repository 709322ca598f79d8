import { Schema } from "effect"

/**
 * What a recording holds, as text: stretches in milliseconds in which the caller spoke (`+`) or did not (`-`), as in
 * `+3000-500`. Appending to it costs the same however long it is. No stretch is empty, and two that follow each other
 * differ.
 */
export const Sound = Schema.String.check(
  Schema.isPattern(/^(?:[+-][1-9]\d*)*$/u, { expected: "stretches of sound such as +3000-500" })
)
export type Sound = typeof Sound.Type

/** A part of a sound in which the caller speaks all the time, or does not. */
export interface Stretch {
  readonly speaking: boolean
  readonly milliseconds: number
}

/** The sound with another stretch at its end. */
export const appendSound = (sound: Sound, speaking: boolean, milliseconds: number): Sound => {
  if (milliseconds <= 0) return sound
  const sign = speaking ? "+" : "-"
  const start = Math.max(sound.lastIndexOf("+"), sound.lastIndexOf("-"))
  return start !== -1 && sound[start] === sign
    ? `${sound.slice(0, start)}${sign}${Number(sound.slice(start + 1)) + milliseconds}`
    : `${sound}${sign}${milliseconds}`
}

/** The stretches of a sound, from its beginning to its end. */
export const stretchesOf = (sound: Sound): ReadonlyArray<Stretch> =>
  Array.from(sound.matchAll(/([+-])(\d+)/g), ([, sign, milliseconds]) => ({
    speaking: sign === "+",
    milliseconds: Number(milliseconds)
  }))

/** How long the sound is, in milliseconds. */
export const soundDuration = (sound: Sound): number =>
  stretchesOf(sound).reduce((sum, { milliseconds }) => sum + milliseconds, 0)
