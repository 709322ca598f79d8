import { Name } from "@recordop/emulator/model/caller/CallerStep"
import { appendSound, soundDuration } from "@recordop/emulator/model/recording/Sound"
import { sampleRate, wavBytes, wavLength } from "@recordop/emulator/model/recording/wav"
import { type SoundFile, type SoundNotFound, Sounds } from "@recordop/emulator/ports/Sounds"
import { Effect, Schema } from "effect"
import { plainJson } from "../graph/Answer.ts"
import { readFile } from "../graph/body.ts"
import type { Handler } from "../graph/Bridge.ts"
import { badRequest, Refused } from "../graph/Refused.ts"
import { readWav } from "./readWav.ts"
import { streamBytes } from "./streamBytes.ts"

/** The samples are at hand; no id has to be looked up. */
const anyId = "0000000000000000"

const isName = Schema.is(Name)

const shown = ({ id, name, sound }: SoundFile) => ({ name, id, milliseconds: soundDuration(sound), sound })

/** `GET /_emulator/sounds`: the files that callers can play. */
export const listSounds: Handler<Sounds> = Effect.fnUntraced(function*() {
  const { list } = yield* Sounds
  return plainJson(200, { value: (yield* list).map(shown) })
})

/** `GET /_emulator/sounds/{name or id}`: a sound file, as callers are heard in it, or a prompt that was fetched. */
export const getSound: Handler<Sounds> = Effect.fnUntraced(function*(request) {
  const name = request.params["sound"] ?? ""
  const { find, samplesOf } = yield* Sounds
  const samples = samplesOf(name) ?? (yield* Effect.mapError(find(name), notFound)).samples
  const milliseconds = Math.ceil(samples.length / (sampleRate / 1_000))
  const sound = appendSound("", true, milliseconds, `${anyId}:0`)
  const length = wavLength(sound)
  return {
    status: 200,
    headers: { "Content-Type": "audio/wav", "Content-Length": String(length) },
    body: request.method === "HEAD"
      ? null
      : streamBytes(0, length, (start, end) => wavBytes(sound, start, end, () => samples))
  }
})

const notFound = ({ message }: SoundNotFound) => new Refused({ status: 404, code: "NotFound", message })

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
