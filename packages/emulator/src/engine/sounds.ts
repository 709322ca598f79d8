import { InvalidRequest } from "@recordop/core"
import { type Context, Effect } from "effect"
import type { CallerStep } from "../model/caller/CallerStep.ts"
import { speechIn } from "../model/recording/speechIn.ts"
import { type KeptSound, type SoundFile, SoundNotFound, Sounds } from "../ports/Sounds.ts"
import type { SpeechFailed, SpeechSource } from "../ports/SpeechSource.ts"

/** How many bytes of samples are held; the oldest files go first. */
const heldBytes = 134_217_728

/** How many spoken texts are known by their text. */
const keptTexts = 1_000

/** Sound files in memory, by name and by what is in them; and texts that were spoken. */
export const makeSounds = (
  silenceThreshold: number,
  speech: Context.Service.Shape<typeof SpeechSource>
): Sounds["Service"] => {
  const spoken = new Map<string, KeptSound>()
  const byName = new Map<string, SoundFile>()
  const byId = new Map<string, Int16Array>()
  let bytes = 0

  const hold = (id: string, samples: Int16Array): void => {
    if (byId.has(id)) return
    byId.set(id, samples)
    bytes += samples.byteLength
    for (const [oldest, held] of byId) {
      if (bytes <= heldBytes || oldest === id) return
      byId.delete(oldest)
      bytes -= held.byteLength
      for (const [name, file] of byName) if (file.id === oldest) byName.delete(name)
    }
  }

  const keep = Effect.fnUntraced(function*(samples: Int16Array) {
    const id = yield* idOf(samples)
    hold(id, samples)
    return { id, sound: speechIn(samples, silenceThreshold), samples }
  })

  const speak = Effect.fnUntraced(function*(text: string) {
    const known = spoken.get(text)
    if (known !== undefined && byId.has(known.id)) return known
    const kept = yield* Effect.flatMap(speech.speak(text), keep)
    spoken.set(text, kept)
    const [oldest] = spoken.keys()
    if (spoken.size > keptTexts && oldest !== undefined) spoken.delete(oldest)
    return kept
  })

  return Sounds.of({
    put: (name, samples) =>
      Effect.map(keep(samples), (kept) => {
        const file = { name, ...kept }
        byName.set(name, file)
        return file
      }),
    keep,
    speak,
    list: Effect.sync(() => Array.from(byName.values())),
    find: (name) =>
      Effect.suspend(() => {
        const file = byName.get(name)
        return file === undefined ? Effect.fail(new SoundNotFound({ name })) : Effect.succeed(file)
      }),
    samplesOf: (id) => byId.get(id)
  })
}

const idOf = (samples: Int16Array): Effect.Effect<string> =>
  Effect.map(
    Effect.promise(() => crypto.subtle.digest("SHA-256", Uint8Array.from(new Uint8Array(samples.buffer)))),
    (digest) => Array.from(new Uint8Array(digest, 0, 8), (byte) => byte.toString(16).padStart(2, "0")).join("")
  )

/** A step that plays a file with what is in the file; any other as it is. */
export const withSound = <Step extends CallerStep>(
  sounds: Sounds["Service"],
  step: Step
): Effect.Effect<Step, InvalidRequest> =>
  step._tag === "Play" && step.file === undefined
    ? soundOf(sounds, step.name, step.isSpeech === true).pipe(
      Effect.map(({ id, sound }) => ({ ...step, file: { id, sound } })),
      Effect.mapError(({ message }) => new InvalidRequest({ message }))
    )
    : Effect.succeed(step)

const soundOf = (
  { find, speak }: Sounds["Service"],
  name: string,
  isSpeech: boolean
): Effect.Effect<KeptSound, SoundNotFound | SpeechFailed> => isSpeech ? speak(name) : find(name)
