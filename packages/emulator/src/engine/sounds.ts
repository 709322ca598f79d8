import { InvalidRequest, type Unavailable } from "@recordop/core"
import { type Context, Effect } from "effect"
import { HeldSounds } from "../HeldSounds.ts"
import type { CallerStep } from "../model/caller/CallerStep.ts"
import { speechIn } from "../model/recording/speechIn.ts"
import { type KeptSound, SoundNotFound, Sounds } from "../ports/Sounds.ts"
import type { SpeechFailed, SpeechSource } from "../ports/SpeechSource.ts"
import type { Store } from "../Store.ts"

/** How many bytes of samples are at hand without asking the store. */
const heldBytes = 33_554_432

/** How many spoken texts are known by their text. */
const keptTexts = 1_000

/** `Sounds` on a store; texts that were spoken are known for as long as the process lives. */
export const makeSounds = (
  store: Store["Service"],
  silenceThreshold: number,
  speech: Context.Service.Shape<typeof SpeechSource>
): Sounds["Service"] => {
  const spoken = new Map<string, KeptSound>()
  const held = new HeldSounds(heldBytes)

  const load = Effect.fnUntraced(function*(ids: ReadonlyArray<string>) {
    const missing = ids.filter((id) => !held.has(id))
    if (missing.length === 0) return held.among(ids)
    const found = yield* store.sounds(missing)
    const all = new Map([...held.among(ids), ...found])
    for (const [id, samples] of found) held.set(id, samples)
    return all
  })

  const describe = (samples: Int16Array) =>
    Effect.map(idOf(samples), (id): KeptSound => ({ id, sound: speechIn(samples, silenceThreshold) }))

  const keep = (samples: Int16Array) =>
    Effect.tap(describe(samples), ({ id }) => store.keepSound(id, samples))

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
      const named = { name, ...yield* describe(samples) }
      yield* store.keepSound(named.id, samples, named)
      return named
    }),
    keep,
    speak,
    list: store.namedSounds,
    find: (name) =>
      Effect.flatMap(
        store.soundNamed(name),
        (found) => found === undefined ? Effect.fail(new SoundNotFound({ name })) : Effect.succeed(found)
      ),
    load
  })
}

const idOf = (samples: Int16Array): Effect.Effect<string> =>
  Effect.map(
    Effect.promise(() => crypto.subtle.digest("SHA-256", Uint8Array.from(new Uint8Array(samples.buffer, samples.byteOffset, samples.byteLength)))),
    (digest) => Array.from(new Uint8Array(digest, 0, 8), (byte) => byte.toString(16).padStart(2, "0")).join("")
  )

/** A step that plays a file with what is in the file; any other as it is. */
export const withSound = <Step extends CallerStep>(
  sounds: Sounds["Service"],
  step: Step
): Effect.Effect<Step, InvalidRequest | Unavailable> =>
  step._tag === "Play" && step.file === undefined
    ? soundOf(sounds, step.name, step.isSpeech === true).pipe(
      Effect.map(({ id, sound }) => ({ ...step, file: { id, sound } })),
      Effect.mapError((error) =>
        error._tag === "Unavailable" ? error : new InvalidRequest({ message: error.message })
      )
    )
    : Effect.succeed(step)

const soundOf = (
  { find, speak }: Sounds["Service"],
  name: string,
  isSpeech: boolean
): Effect.Effect<KeptSound, SoundNotFound | SpeechFailed | Unavailable> => isSpeech ? speak(name) : find(name)
