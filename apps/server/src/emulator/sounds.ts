import { Name } from "@recordop/emulator/model/caller/CallerStep"
import { soundDuration } from "@recordop/emulator/model/recording/Sound"
import { type SoundFile, Sounds } from "@recordop/emulator/ports/Sounds"
import { Effect, Schema } from "effect"
import { plainJson } from "../graph/Answer.ts"
import { readFile } from "../graph/body.ts"
import type { Handler } from "../graph/Bridge.ts"
import { badRequest } from "../graph/Refused.ts"
import { readWav } from "./readWav.ts"

const isName = Schema.is(Name)

const shown = ({ id, name, sound }: SoundFile) => ({ name, id, milliseconds: soundDuration(sound), sound })

/** `GET /_emulator/sounds`: the files that callers can play. */
export const listSounds: Handler<Sounds> = Effect.fnUntraced(function*() {
  const { list } = yield* Sounds
  return plainJson(200, { value: (yield* list).map(shown) })
})

/** `PUT /_emulator/sounds/{name}`: a wave file. */
export const putSound: Handler<Sounds> = Effect.fnUntraced(function*(request) {
  const name = request.params["sound"]
  if (!isName(name)) {
    return yield* badRequest("Expected a name without quotes and line breaks, of at most 256 characters.")
  }
  const samples = yield* readWav(yield* readFile(request))
  const { put } = yield* Sounds
  return plainJson(200, shown(yield* put(name, samples)))
})
