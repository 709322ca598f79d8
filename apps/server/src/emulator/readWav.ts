import { makeResampler } from "@recordop/emulator/model/recording/resample"
import { sampleRate } from "@recordop/emulator/model/recording/wav"
import type { FoundPrompt } from "@recordop/emulator/ports/PromptSource"
import { Effect } from "effect"
import type { WaveFile } from "wavefile"
import { badRequest, type Refused } from "../graph/Refused.ts"

/** How slow and how fast files may be, in samples per second. */
const slowest = 8_000
const fastest = 48_000

/** How long files may be, in seconds. */
const longest = 3_600

/** How many samples are made before others have their turn: a second. */
const batch = sampleRate

/**
 * The samples of a wave file as a recording has them: 16 kHz, 16 bit, one channel, which is the mean of those of the file. Files may
 * have 8 to 48 kHz, and PCM, floating point, A-law or µ-law.
 */
export const readWav = Effect.fnUntraced(function*(bytes: Uint8Array): Effect.fn.Return<Int16Array, Refused> {
  // Loaded when there is a file to read.
  const { default: { WaveFile } } = yield* Effect.promise(() => import("wavefile"))
  const { rate, samples } = yield* Effect.try({
    try: () => read(new WaveFile(bytes)),
    catch: (error) =>
      badRequest(`The sound file cannot be read: ${error instanceof Error ? error.message : "no wave file"}.`)
  })
  if (samples.length > longest * rate) {
    return yield* badRequest(`The sound file cannot be read: it is longer than ${longest} seconds.`)
  }
  if (rate === sampleRate) return samples
  const { lengthOf, resample } = makeResampler(rate)
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
export const readPrompt = Effect.fnUntraced(function*(bytes: Uint8Array): Effect.fn.Return<FoundPrompt> {
  const { default: { WaveFile } } = yield* Effect.promise(() => import("wavefile"))
  return yield* Effect.try({
    try: () => promptOf(new WaveFile(bytes)),
    catch: (error) => ({ message: error instanceof Error ? error.message : "no wave file" })
  }).pipe(
    Effect.catch(({ message }) =>
      Effect.succeed({ _tag: "Unusable" as const, message: `it is no wave file (${message}).` })
    )
  )
})

const promptOf = (wav: WaveFile): FoundPrompt => {
  const { sampleRate: rate = 0, numChannels = 0 } = fmtOf(wav)
  return rate === sampleRate && numChannels === 1 && wav.bitDepth === "16"
    ? { _tag: "Samples", samples: read(wav).samples }
    : {
      _tag: "Unusable",
      message: `it is to be ${played}, and has ${rate} Hz, ${wav.bitDepth} bit, ${numChannels} channels.`
    }
}

const fmtOf = ({ fmt }: WaveFile): { readonly sampleRate?: number; readonly numChannels?: number } => ({
  sampleRate: "sampleRate" in fmt ? Number(fmt.sampleRate) : 0,
  numChannels: "numChannels" in fmt ? Number(fmt.numChannels) : 0
})

const read = (wav: WaveFile): { readonly rate: number; readonly samples: Int16Array } => {
  const { sampleRate: rate = 0 } = fmtOf(wav)
  if (rate < slowest || rate > fastest) {
    throw new Error(`it has ${rate} samples per second, not ${slowest} to ${fastest}`)
  }
  if (wav.bitDepth === "8a") wav.fromALaw("16")
  if (wav.bitDepth === "8m") wav.fromMuLaw("16")
  if (wav.bitDepth !== "16") wav.toBitDepth("16")
  const samples: unknown = wav.getSamples(false, Int16Array)
  return { rate, samples: mixed(Array.isArray(samples) ? samples.filter(isSamples) : [samples].filter(isSamples)) }
}

const isSamples = (samples: unknown): samples is Int16Array => samples instanceof Int16Array

/** The mean of channels. */
const mixed = (channels: ReadonlyArray<Int16Array>): Int16Array => {
  const [first = new Int16Array()] = channels
  return channels.length < 2
    ? first
    : first.map((_, index) => channels.reduce((sum, channel) => sum + (channel[index] ?? 0), 0) / channels.length)
}
