import { Name } from "@recordop/emulator/model/caller/CallerStep"
import type { Seed } from "@recordop/emulator/protocol/Seed"
import { Config, Effect, Option, Path, Schema } from "effect"
import { fail, wrongUsage } from "./Failure.ts"
import { readFile } from "./readFile.ts"
import type { SettingsInput } from "./readSettings.ts"
import { readSounds } from "./readSounds.ts"
import * as SpeechCommand from "./SpeechCommand.ts"

const isName: (name: string) => boolean = Schema.is(Name)

/** The wave files of the flag or, when it was not given, of an environment variable that has them with commas in between. */
const filesOf = Effect.fnUntraced(function*(given: ReadonlyArray<string>) {
  const { basename } = yield* Path.Path
  const variable = yield* Config.withDefault(Config.String("RECORDOP_SOUND"), "")
  const [source, paths] = given.length > 0
    ? ["--sound", given] as const
    : ["RECORDOP_SOUND", variable.split(",").map((path) => path.trim()).filter((path) => path !== "")] as const
  const files = new Map<string, string>()
  for (const path of paths) {
    const name = basename(path)
    if (!isName(name)) {
      return yield* fail(`${source}: expected a file whose name has no quotes, got ${path}`, wrongUsage)
    }
    const other = files.get(name)
    if (other !== undefined) {
      return yield* fail(`${source}: expected files with different names, got ${other} and ${path}`, wrongUsage)
    }
    files.set(name, path)
  }
  return files
})

/** Reads the wave files that scripts play: those of the command line, and those of a seed, which names them beside itself. */
export const readSoundFiles = Effect.fnUntraced(function*(
  { callerScript, seed: seedFile, silenceThreshold, soundFiles, speechCommand }: SettingsInput,
  seed: Seed
) {
  const { dirname, resolve } = yield* Path.Path
  const folder = Option.match(seedFile, { onNone: () => ".", onSome: dirname })
  const ofSeed = Object.entries(seed.sounds ?? {}).map(([name, path]) => [name, resolve(folder, path)] as const)
  const files = Object.fromEntries([...ofSeed, ...yield* filesOf(soundFiles)])
  return yield* readSounds({ callerScript, seed, files, silenceThreshold }, readFile).pipe(
    // oxlint-disable-next-line effecttsgo/strict-effect-provide -- the command is known only now, and speaks for nobody else
    Effect.provide(SpeechCommand.layer(speechCommand)),
    Effect.catchTag("SoundFailed", ({ message }) => fail(message))
  )
})
