import { Schema } from "effect"

/**
 * What a recording holds, as text: stretches in milliseconds in which the caller spoke (`+`) or did not (`-`), as in
 * `+3000-500`. A stretch that is part of a sound file has its id and where in it the stretch begins, in milliseconds:
 * `+3000@0123456789abcdef:250`. Appending to it costs the same however long it is. No stretch is empty.
 */
export const Sound = Schema.String.check(
  Schema.isPattern(/^(?:[+-][1-9]\d*(?:@[0-9a-f]{16}:\d+)?)*$/u, { expected: "stretches of sound such as +3000-500" })
)
export type Sound = typeof Sound.Type

/** A part of a sound in which the caller speaks all the time, or does not. */
export interface Stretch {
  readonly speaking: boolean
  readonly milliseconds: number
  readonly source?: Source
}

/** A place in a sound file, in milliseconds. */
export interface Source {
  readonly id: string
  readonly at: number
}

/** Where in a sound file something begins, as in `0123456789abcdef:250`. */
export const SourceText = Schema.String.check(Schema.isPattern(/^[0-9a-f]{16}:\d+$/u))

/** The sound with another stretch at its end. */
export const appendSound = (sound: Sound, speaking: boolean, milliseconds: number, source?: string): Sound => {
  if (milliseconds <= 0) return sound
  const sign = speaking ? "+" : "-"
  if (source !== undefined) return `${sound}${sign}${milliseconds}@${source}`
  const start = Math.max(sound.lastIndexOf("+"), sound.lastIndexOf("-"))
  return start !== -1 && sound[start] === sign && !sound.includes("@", start)
    ? `${sound.slice(0, start)}${sign}${Number(sound.slice(start + 1)) + milliseconds}`
    : `${sound}${sign}${milliseconds}`
}

/** The stretches of a sound, from its beginning to its end. */
export const stretchesOf = (sound: Sound): ReadonlyArray<Stretch> =>
  Array.from(sound.matchAll(/([+-])(\d+)(?:@([0-9a-f]+):(\d+))?/g), ([, sign, milliseconds, id, at]) => ({
    speaking: sign === "+",
    milliseconds: Number(milliseconds),
    ...(id === undefined ? {} : { source: { id, at: Number(at) } })
  }))

/** How long the sound is, in milliseconds. */
export const soundDuration = (sound: Sound): number =>
  stretchesOf(sound).reduce((sum, { milliseconds }) => sum + milliseconds, 0)

/** The ids of the sound files that are heard in a part of a sound, in milliseconds. */
export const soundIdsBetween = (sound: Sound, from: number, to: number): ReadonlyArray<string> => {
  const ids = new Set<string>()
  let at = 0
  for (const { milliseconds, source } of stretchesOf(sound)) {
    if (source !== undefined && at < to && at + milliseconds > from) ids.add(source.id)
    at += milliseconds
  }
  return Array.from(ids)
}
