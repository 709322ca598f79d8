import type { InvalidRequest } from "@recordop/core"
import { bindScript, bindSeed, type GivenSound, givenSound } from "@recordop/emulator/engine/givenSounds"
import type { CallerScript } from "@recordop/emulator/model/caller/CallerScript"
import { SpeechSource } from "@recordop/emulator/ports/SpeechSource"
import type { Seed } from "@recordop/emulator/protocol/Seed"
import { readWav } from "@recordop/server/emulator/readWav"
import { Data, Effect } from "effect"
import { readFile } from "./readFile.ts"

/** A wave file by the name that scripts play it by. */
export type SoundFiles = Readonly<Record<string, string>>

/** A sound that a script plays cannot be had; the message says which, and why. */
export class SoundFailed extends Data.TaggedError("SoundFailed")<{ readonly message: string }> {}

/** What scripts play, and the files that they find it in. */
interface Scripts {
  readonly callerScript: CallerScript
  readonly seed: Seed
  readonly files: SoundFiles
  readonly silenceThreshold: number
}

/** Reads the files that scripts play, speaks what they say, and binds them to it. */
export const readSounds = Effect.fnUntraced(function*(
  { callerScript, files, seed, silenceThreshold }: Scripts
): Effect.fn.Return<
  { readonly callerScript: CallerScript; readonly seed: Seed; readonly sounds: ReadonlyArray<GivenSound> },
  SoundFailed
> {
  const { speak } = yield* SpeechSource
  const failedAt = (path: string) => ({ message }: { readonly message: string }) =>
    new SoundFailed({ message: `${path}: ${message}` })
  const read = ([name, path]: readonly [string, string]) =>
    Effect.flatMap(readFile(path), readWav).pipe(
      Effect.mapError(failedAt(path)),
      Effect.flatMap((samples) => givenSound({ name, isSpeech: false, samples }, silenceThreshold))
    )
  const say = (name: string) =>
    Effect.flatMap(
      Effect.mapError(speak(name), ({ message }) => new SoundFailed({ message })),
      (samples) => givenSound({ name, isSpeech: true, samples }, silenceThreshold)
    )
  const sounds = [
    ...yield* Effect.forEach(Object.entries(files), read),
    ...yield* Effect.forEach(textsIn([callerScript, ...seed.calls.map(({ script = [] }) => script)]), say)
  ]
  const bound = Effect.all({ callerScript: bindScript(callerScript, sounds), seed: bindSeed(seed, sounds) })
  return { ...yield* Effect.mapError(bound, missing), sounds }
})

/** The texts that scripts say, each once. */
const textsIn = (scripts: ReadonlyArray<CallerScript>): ReadonlySet<string> =>
  new Set(scripts.flat().flatMap((step) => step._tag === "Play" && step.isSpeech === true ? [step.name] : []))

const missing = ({ message }: InvalidRequest) =>
  new SoundFailed({ message: `${message} Give it with --sound, or in the sounds of the seed or of startEmulator.` })
