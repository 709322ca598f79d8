import { soundIdsIn, wavBytes, wavLength } from "@recordop/emulator/model/recording/wav"
import { Recordings } from "@recordop/emulator/ports/Recordings"
import { Sounds } from "@recordop/emulator/ports/Sounds"
import { Effect } from "effect"
import type { Answer } from "../graph/Answer.ts"
import type { Handler } from "../graph/Bridge.ts"
import { parseList } from "../graph/fields.ts"
import { Refused } from "../graph/Refused.ts"
import { operationTarget } from "../resources/target.ts"
import { parseRange } from "./byteRange.ts"
import { streamBytes } from "./streamBytes.ts"

/** `GET /_emulator/calls/{call}/recordings/{operation}`: the wave file, or a part of it, made while it is read. */
export const download: Handler<Recordings | Sounds> = Effect.fnUntraced(function*(request) {
  const { header, method } = request
  const { key } = yield* Effect.fromResult(operationTarget(request, []))
  const recordings = yield* Recordings
  const { load } = yield* Sounds
  const sound = yield* recordings.find(key, /^Bearer\s+(\S+)\s*$/i.exec(header("authorization") ?? "")?.[1])
  const length = wavLength(sound)
  // A recording has no entity tag, so that the condition of If-Range never holds (RFC 9110, 13.1.5); ranges are for GET
  // alone (14.2).
  const isWhole = method === "HEAD" || header("if-range") !== undefined
  const range = isWhole ? undefined : parseRange(header("range"), length)
  if (range === "unsatisfiable") return yield* notSatisfiable(length)
  const { end, start } = range ?? { start: 0, end: length }
  const answer: Answer = {
    status: range === undefined ? 200 : 206,
    headers: {
      "Content-Type": acceptsWav(header("accept")) ? "audio/wav" : "application/octet-stream",
      "Content-Length": String(end - start),
      "Accept-Ranges": "bytes",
      ...(range === undefined ? {} : { "Content-Range": `bytes ${start}-${end - 1}/${length}` })
    },
    body: method === "HEAD"
      ? null
      : streamBytes(start, end, (from, to) =>
        Effect.map(
          load(soundIdsIn(sound, from, to)),
          (sounds) => wavBytes(sound, from, to, (id) => sounds.get(id))
        ))
  }
  return answer
})

/** Whether a client asks for a wave file by name. */
const acceptsWav = (accept: string | undefined): boolean =>
  parseList(accept).some(({ parameters, value }) =>
    /^audio\/(?:wav|\*)$/i.test(value) && Number(parameters.get("q") ?? 1) > 0
  )

const notSatisfiable = (length: number) =>
  new Refused({
    status: 416,
    code: "invalidRange",
    message: `The range is outside of the ${length} bytes of the recording.`,
    headers: { "Content-Range": `bytes */${length}` }
  })
