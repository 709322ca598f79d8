import { InvalidRequest } from "@recordop/core"
import { Effect } from "effect"
import type { CallerScript } from "../model/caller/CallerScript.ts"
import type { Seed } from "../protocol/Seed.ts"
import type { NamedSound } from "../Store.ts"
import { describeSound, type FindSound, requireSounds, withSound } from "./sounds.ts"

/** A sound that scripts have from the start: a file by its name, or a text as it is spoken. */
export interface GivenSound extends NamedSound {
  readonly isSpeech: boolean
  /** 16 kHz, 16 bit, mono. */
  readonly samples: Int16Array
}

/** A sound, with what is to be known of its samples; what is louder than the threshold is speech. */
export const givenSound = (
  { isSpeech, name, samples }: Pick<GivenSound, "isSpeech" | "name" | "samples">,
  silenceThreshold: number
): Effect.Effect<GivenSound> =>
  Effect.map(describeSound(samples, silenceThreshold), (kept) => ({ name, isSpeech, samples, ...kept }))

/** A script that plays what is given. Fails when it plays something else. */
export const bindScript = (
  script: CallerScript,
  sounds: ReadonlyArray<GivenSound>
): Effect.Effect<CallerScript, InvalidRequest> => {
  const find: FindSound<InvalidRequest> = (name, isSpeech) => {
    const found = sounds.find((sound) => sound.name === name && sound.isSpeech === isSpeech)
    return found === undefined
      ? Effect.fail(new InvalidRequest({ message: `There is no sound '${name}' for the script.` }))
      : Effect.succeed(found)
  }
  const load = (ids: ReadonlyArray<string>) =>
    Effect.succeed(
      new Map(sounds.filter(({ id }) => ids.includes(id)).map(({ id, samples }) => [id, samples] as const))
    )
  return Effect.andThen(
    requireSounds(load, [script]),
    Effect.forEach(script, (step) => withSound(find, step))
  )
}

/** A seed whose scripts play what is given. Fails when one plays something else. */
export const bindSeed = (seed: Seed, sounds: ReadonlyArray<GivenSound>): Effect.Effect<Seed, InvalidRequest> =>
  Effect.map(
    Effect.forEach(seed.calls, (call) =>
      call.script === undefined
        ? Effect.succeed(call)
        : Effect.map(bindScript(call.script, sounds), (script) => ({ ...call, script }))),
    (calls) => ({ ...seed, calls })
  )
