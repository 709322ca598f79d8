import { InvalidRequest } from "@recordop/core"
import { Effect } from "effect"
import type { CallerStep } from "../model/caller/CallerStep.ts"
import { speechIn } from "../model/recording/speechIn.ts"
import { type SoundFile, SoundNotFound, Sounds } from "../ports/Sounds.ts"

/** How many bytes of samples are held; the oldest files go first. */
const heldBytes = 134_217_728

/** Sound files in memory, by name and by what is in them. */
export const makeSounds = (): Sounds["Service"] => {
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

  return Sounds.of({
    put: Effect.fnUntraced(function*(name: string, samples: Int16Array) {
      const id = yield* idOf(samples)
      const file = { name, id, sound: speechIn(samples), samples }
      byName.set(name, file)
      hold(id, samples)
      return file
    }),
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
    ? sounds.find(step.name).pipe(
      Effect.map(({ id, sound }) => ({ ...step, file: { id, sound } })),
      Effect.mapError(({ message }) => new InvalidRequest({ message }))
    )
    : Effect.succeed(step)
