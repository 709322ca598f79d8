import { Name } from "@recordop/emulator/model/caller/CallerStep"
import type { Seed } from "@recordop/emulator/protocol/Seed"
import { Config, Effect, FileSystem, Option, Path, Schema } from "effect"
import { fail, wrongUsage } from "./Failure.ts"
import type { SettingsInput } from "./readSettings.ts"
import { readSounds, type SoundFiles } from "./readSounds.ts"
import * as SpeechCommand from "./SpeechCommand.ts"

const isName: (name: string) => boolean = Schema.is(Name)

/** Reads the wave files of flags, or of an environment variable that has them with commas in between, and those of a seed. */
export const readSoundFiles = Effect.fnUntraced(function*(
  { callerScript, seed: seedFile, silenceThreshold, soundFiles, speechCommand }: SettingsInput,
  seed: Seed
) {
  const fileSystem = yield* FileSystem.FileSystem
  const { basename, dirname, resolve } = yield* Path.Path
  const variable = (yield* Config.withDefault(Config.String("RECORDOP_SOUND"), "")).split(",").filter((file) =>
    file !== ""
  )
  const folder = Option.match(seedFile, { onNone: () => ".", onSome: dirname })
  const files: SoundFiles = Object.fromEntries([
    ...Object.entries(seed.sounds ?? {}).map(([name, path]) => [name, resolve(folder, path)] as const),
    ...(soundFiles.length > 0 ? soundFiles : variable).map((path) => [basename(path), path] as const)
  ])
  const unusable = Object.keys(files).find((name) => !isName(name))
  if (unusable !== undefined) {
    return yield* fail(`--sound: expected a file with a name without quotes, got ${unusable}`, wrongUsage)
  }
  return yield* readSounds(
    { callerScript, seed, files, silenceThreshold },
    (path) =>
      Effect.mapError(
        fileSystem.readFile(path),
        ({ reason }) => ({ message: reason._tag === "NotFound" ? "there is no such file" : reason.message })
      )
  ).pipe(
    // oxlint-disable-next-line effecttsgo/strict-effect-provide -- the command is known only now, and speaks for nobody else
    Effect.provide(SpeechCommand.layer(speechCommand)),
    Effect.catchTag("SoundFailed", ({ message }) => fail(message))
  )
})
