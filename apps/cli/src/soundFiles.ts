import type { Problem } from "@recordop/core"
import { Name } from "@recordop/emulator/model/caller/CallerStep"
import type { Seed } from "@recordop/emulator/protocol/Seed"
import { defaultSettings } from "@recordop/server/ServerSettings"
import { Config, Effect, Option, Path, Schema } from "effect"
import { fail, wrongUsage } from "./Failure.ts"
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

/** The wave files of a seed, which names them from its own folder on. */
const filesOfSeed = Effect.fnUntraced(function*(seedFile: string, { sounds = {} }: Seed) {
  const { dirname, resolve } = yield* Path.Path
  return Object.entries(sounds).map(([name, path]) => [name, resolve(dirname(seedFile), path)] as const)
})

/** What is wrong with the sounds of a seed, and with what its scripts play; what they say is spoken by whatever the server is given. */
export const checkSounds = Effect.fnUntraced(function*(seedFile: string, seed: Seed) {
  const files = Object.fromEntries(yield* filesOfSeed(seedFile, seed))
  const calls = seed.calls.map(({ script = [], ...call }) => ({
    ...call,
    script: script.filter((step) => step._tag !== "Play" || step.isSpeech !== true)
  }))
  const { silenceThreshold } = defaultSettings
  const read = readSounds({ callerScript: [], seed: { ...seed, calls }, files, silenceThreshold })
  return yield* Effect.match(read, {
    onSuccess: (): ReadonlyArray<Problem> => [],
    onFailure: ({ message }) => [{ path: "sounds", message }]
  })
})

/** Reads the wave files that scripts play: those of the command line, and those of a seed, which names them beside itself. */
export const readSoundFiles = Effect.fnUntraced(function*(
  { callerScript, seed: seedFile, silenceThreshold, soundFiles, speechCommand }: SettingsInput,
  seed: Seed
) {
  const ofSeed = yield* filesOfSeed(Option.getOrElse(seedFile, () => "-"), seed)
  const files = Object.fromEntries([...ofSeed, ...yield* filesOf(soundFiles)])
  return yield* readSounds({ callerScript, seed, files, silenceThreshold }).pipe(
    // oxlint-disable-next-line effecttsgo/strict-effect-provide -- the command is known only now, and speaks for nobody else
    Effect.provide(SpeechCommand.layer(speechCommand)),
    Effect.catchTag("SoundFailed", ({ message }) => fail(message))
  )
})
