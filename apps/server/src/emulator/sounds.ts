import { Name, SoundId } from "@recordop/emulator/model/caller/CallerStep"
import { soundDuration } from "@recordop/emulator/model/recording/Sound"
import { samplesLength, wavPart } from "@recordop/emulator/model/recording/wav"
import { SoundNotFound, Sounds } from "@recordop/emulator/ports/Sounds"
import type { NamedSound } from "@recordop/emulator/Store"
import { Effect, Schema } from "effect"
import { plainJson } from "../graph/Answer.ts"
import { readFile } from "../graph/body.ts"
import type { Handler } from "../graph/Bridge.ts"
import { badRequest, Refused } from "../graph/Refused.ts"
import { readWav } from "./readWav.ts"
import { streamBytes } from "./streamBytes.ts"

const isName = Schema.is(Name)

const isId = Schema.is(SoundId)

const shown = ({ id, name, sound }: NamedSound) => ({ name, id, milliseconds: soundDuration(sound), sound })

/** `GET /_emulator/sounds`: the files that callers can play. */
export const listSounds: Handler<Sounds> = Effect.fnUntraced(function*() {
  const { list } = yield* Sounds
  return plainJson(200, { value: (yield* list).map(shown) })
})

/** `GET /_emulator/sounds/{name or id}`: a sound file, as callers are heard in it, or a prompt that was fetched. */
export const getSound: Handler<Sounds> = Effect.fnUntraced(function*(request) {
  const samples = yield* samplesOf(request.params["sound"] ?? "")
  const length = samplesLength(samples.length)
  return {
    status: 200,
    headers: { "Content-Type": "audio/wav", "Content-Length": String(length) },
    body: request.method === "HEAD"
      ? null
      : streamBytes(0, length, (start, end) => Effect.sync(() => wavPart(samples, start, end)))
  }
})

/** The samples of the sound with this id, or else of this name. */
const samplesOf = Effect.fnUntraced(function*(nameOrId: string) {
  const { find, load } = yield* Sounds
  const kept = isId(nameOrId) ? (yield* load([nameOrId])).get(nameOrId) : undefined
  if (kept !== undefined) return kept
  const { id } = yield* Effect.catchTag(find(nameOrId), "SoundNotFound", notFound)
  const named = (yield* load([id])).get(id)
  return named ?? (yield* notFound(new SoundNotFound({ name: nameOrId })))
})

const notFound = ({ message }: SoundNotFound) => Effect.fail(new Refused({ status: 404, code: "NotFound", message }))

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
