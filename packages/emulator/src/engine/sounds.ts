import { InvalidRequest, type Unavailable } from "@recordop/core"
import { type Context, Effect } from "effect"
import { HeldSounds } from "../HeldSounds.ts"
import type { CallerScript } from "../model/caller/CallerScript.ts"
import type { CallerStep } from "../model/caller/CallerStep.ts"
import { speechIn } from "../model/recording/speechIn.ts"
import { type KeptSound, SoundNotFound, Sounds } from "../ports/Sounds.ts"
import type { SpeechFailed, SpeechSource } from "../ports/SpeechSource.ts"
import { keptSoundBytes, type KeptSounds, type Store } from "../Store.ts"

/** How many spoken texts are known by their text. */
const keptTexts = 1_000

/** `Sounds` on a store; texts that were spoken are known for as long as the process lives. */
export const makeSounds = (
  store: Store["Service"],
  silenceThreshold: number,
  speech: Context.Service.Shape<typeof SpeechSource>
): Sounds["Service"] => {
  const spoken = new Map<string, KeptSound>()
  const held = new HeldSounds(keptSoundBytes)

  const load = Effect.fnUntraced(function*(ids: ReadonlyArray<string>) {
    const here = held.among(ids)
    const missing = ids.filter((id) => !here.has(id))
    if (missing.length === 0) return here
    const found = yield* store.sounds(missing)
    for (const [id, samples] of found) held.set(id, samples)
    return new Map([...here, ...found])
  })

  const keep = (samples: Int16Array) =>
    Effect.tap(describeSound(samples, silenceThreshold), ({ id }) => store.keepSound(id, samples))

  const speak = Effect.fnUntraced(function*(text: string) {
    const known = spoken.get(text)
    if (known !== undefined && (yield* load([known.id])).has(known.id)) return known
    const kept = yield* Effect.flatMap(speech.speak(text), keep)
    spoken.set(text, kept)
    const [oldest] = spoken.keys()
    if (spoken.size > keptTexts && oldest !== undefined) spoken.delete(oldest)
    return kept
  })

  return Sounds.of({
    put: Effect.fnUntraced(function*(name, samples) {
      const named = { name, ...yield* describeSound(samples, silenceThreshold) }
      yield* store.keepSound(named.id, samples, named)
      return named
    }),
    keep,
    speak,
    list: store.namedSounds,
    find: (name) =>
      Effect.filterOrFail(
        store.soundNamed(name),
        (found) => found !== undefined,
        () => new SoundNotFound({ name })
      ),
    load
  })
}

/** The id of samples, and when somebody speaks in them. */
export const describeSound = (samples: Int16Array, silenceThreshold: number): Effect.Effect<KeptSound> =>
  Effect.map(
    Effect.promise(() => crypto.subtle.digest("SHA-256", Int16Array.from(samples))),
    (digest) => ({
      id: Array.from(new Uint8Array(digest, 0, 8), (byte) => byte.toString(16).padStart(2, "0")).join(""),
      sound: speechIn(samples, silenceThreshold)
    })
  )

/** Finds what a step plays: a file by its name, or a text that is to be spoken. */
export type FindSound<E> = (name: string, isSpeech: boolean) => Effect.Effect<KeptSound, E>

/** What callers can play while the emulator runs. */
export const findSound = (sounds: Sounds["Service"]): FindSound<InvalidRequest | Unavailable> => (name, isSpeech) => {
  const found: Effect.Effect<KeptSound, SoundNotFound | SpeechFailed | Unavailable> = isSpeech
    ? sounds.speak(name)
    : sounds.find(name)
  return Effect.mapError(
    found,
    (error) => error._tag === "Unavailable" ? error : new InvalidRequest({ message: error.message })
  )
}

/** Fails when scripts play sounds that were found once and are not here, as in what was saved elsewhere. */
export const requireSounds = Effect.fnUntraced(function*<E>(
  load: (ids: ReadonlyArray<string>) => Effect.Effect<KeptSounds, E>,
  scripts: ReadonlyArray<CallerScript>
) {
  const played = new Map(
    scripts.flat().flatMap((step) =>
      step._tag === "Play" && step.file !== undefined ? [[step.file.id, step.name] as const] : []
    )
  )
  if (played.size === 0) return undefined
  const here = yield* load(Array.from(played.keys()))
  const missing = Array.from(played).find(([id]) => !here.has(id))
  if (missing === undefined) return undefined
  const [id, name] = missing
  return yield* new InvalidRequest({ message: `A script plays '${name}' as ${id}, and there is no such sound here.` })
})

/** A step that plays a sound with what is in it; any other as it is. */
export const withSound = <Step extends CallerStep, E>(find: FindSound<E>, step: Step): Effect.Effect<Step, E> =>
  step._tag === "Play" && step.file === undefined
    ? Effect.map(find(step.name, step.isSpeech === true), ({ id, sound }) => ({ ...step, file: { id, sound } }))
    : Effect.succeed(step)
