import { makeResampler } from "@recordop/emulator/model/recording/resample"
import { sampleRate } from "@recordop/emulator/model/recording/wav"
import type { FoundPrompt } from "@recordop/emulator/ports/PromptSource"
import { Effect } from "effect"
import { badRequest, type Refused } from "../graph/Refused.ts"
import { type OpenWav, openWav, WavUnreadable } from "./openWav.ts"

/** How slow and how fast files may be, in samples per second. */
const slowest = 8_000
const fastest = 48_000

/** How long files may be, in seconds. */
const longest = 3_600

/** How many samples are made before others have their turn. */
const batch = sampleRate

/**
 * The samples of a wave file as a recording has them: 16 kHz, 16 bit, one channel, which is the mean of those of the file. Files may
 * have 8 to 48 kHz, and PCM, floating point, A-law or µ-law.
 */
export const readWav = (bytes: Uint8Array): Effect.Effect<Int16Array, Refused> =>
  Effect.mapError(read(bytes), ({ message }) => badRequest(`The sound file cannot be read: ${message}.`))

const read = Effect.fnUntraced(function*(bytes: Uint8Array) {
  const wav = yield* open(bytes)
  const samples = yield* decode(wav)
  if (wav.rate === sampleRate) return samples
  const { lengthOf, resample } = makeResampler(wav.rate)
  const resampled = new Int16Array(lengthOf(samples.length))
  for (let start = 0; start < resampled.length; start += batch) {
    resampled.set(resample(samples, start, Math.min(start + batch, resampled.length)), start)
    yield* Effect.yieldNow
  }
  return resampled
})

/** What Graph plays. Source: Graph, `mediaInfo`. */
const played = "16 kHz, 16 bit, mono"

/** The samples of the wave file of a prompt, or why Graph would not play it. */
export const readPrompt = (bytes: Uint8Array): Effect.Effect<FoundPrompt> =>
  open(bytes).pipe(
    Effect.flatMap((wav): Effect.Effect<FoundPrompt, WavUnreadable> =>
      wav.rate === sampleRate && wav.channels === 1 && wav.bitDepth === "16"
        ? Effect.map(decode(wav), (samples) => ({ _tag: "Samples", samples }))
        : Effect.succeed({
          _tag: "Unusable",
          message: `it is to be ${played}, and has ${wav.rate} Hz, ${wav.bitDepth} bit, ${wav.channels} channels.`
        })
    ),
    Effect.catch(({ message }) =>
      Effect.succeed({ _tag: "Unusable" as const, message: `it is no wave file (${message}).` })
    )
  )

/** Opens a file, and looks whether it is one that callers can be heard in. */
const open = Effect.fnUntraced(function*(bytes: Uint8Array) {
  const wav = yield* openWav(bytes)
  if (wav.rate < slowest || wav.rate > fastest) {
    return yield* new WavUnreadable({
      message: `it has ${wav.rate} samples per second, not ${slowest} to ${fastest}`
    })
  }
  if (wav.length === 0) return yield* new WavUnreadable({ message: "it has no samples" })
  if (wav.length > longest * wav.rate) {
    return yield* new WavUnreadable({ message: `it is longer than ${longest} seconds` })
  }
  return wav
})

/** The samples of a file, at its own rate. */
const decode = Effect.fnUntraced(function*({ length, read }: OpenWav): Effect.fn.Return<Int16Array, WavUnreadable> {
  const samples = new Int16Array(length)
  for (let start = 0; start < length; start += batch) {
    samples.set(yield* read(start, Math.min(start + batch, length)), start)
    yield* Effect.yieldNow
  }
  return samples
})
