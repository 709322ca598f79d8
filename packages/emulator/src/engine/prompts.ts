import type { Unavailable } from "@recordop/core"
import type { PlayPromptParameters } from "@recordop/core/calls"
import { Effect } from "effect"
import type { PromptSound } from "../model/media/PromptSound.ts"
import { PromptSource } from "../ports/PromptSource.ts"
import type { Sounds } from "../ports/Sounds.ts"

/** How many prompts of one request are fetched at once. */
const concurrency = 4

/** Fetches the prompts of a request; `undefined` when prompts are not fetched. */
export type FetchPrompts = (
  prompts: PlayPromptParameters["prompts"]
) => Effect.Effect<ReadonlyArray<PromptSound> | undefined, Unavailable>

/** Fetches prompts from where the emulator is told to, and keeps their sounds. */
export const makeFetchPrompts = (sounds: Sounds["Service"]): Effect.Effect<FetchPrompts> =>
  Effect.map(PromptSource, ({ load }) => {
    const fetchPrompt = Effect.fnUntraced(function*(uri: string) {
      const found = yield* load(uri)
      if (found === undefined) return undefined
      if (found._tag === "Unusable") return found
      const { id } = yield* sounds.keep(found.samples)
      const sound: PromptSound = { _tag: "Fetched", id, milliseconds: Math.ceil(found.samples.length / 16) }
      return sound
    })
    return (prompts) =>
      Effect.map(
        Effect.forEach(prompts, ({ mediaInfo }) => fetchPrompt(mediaInfo.uri), { concurrency }),
        (found) => {
          const fetched = found.filter((sound) => sound !== undefined)
          return fetched.length === found.length && found.length > 0 ? fetched : undefined
        }
      )
  })
