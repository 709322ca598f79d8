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
  const { numChannels, sampleRate: rate } = fmtOf(wav)
  return rate === sampleRate && numChannels === 1 && wav.bitDepth === "16"
    ? { _tag: "Samples", samples: read(wav).samples }
    : {
      _tag: "Unusable",
      message: `it is to be ${played}, and has ${rate} Hz, ${wav.bitDepth} bit, ${numChannels} channels.`
    }
}

/** What the header says, as far as it is needed: samples per second, channels, and bytes of a sample of all channels. */
const fmtOf = ({ fmt }: WaveFile) => ({
  sampleRate: "sampleRate" in fmt ? Number(fmt.sampleRate) : 0,
  numChannels: "numChannels" in fmt ? Number(fmt.numChannels) : 0,
  blockAlign: "blockAlign" in fmt ? Number(fmt.blockAlign) : 0
})

/** How many bytes of samples there are: what is written while it is spoken does not know how many there will be. */
const dataLength = ({ data }: WaveFile): number =>
  "samples" in data && data.samples instanceof Uint8Array ? data.samples.length : 0

const read = (wav: WaveFile): { readonly rate: number; readonly samples: Int16Array } => {
  const { blockAlign, sampleRate: rate } = fmtOf(wav)
  if (rate < slowest || rate > fastest) {
    throw new Error(`it has ${rate} samples per second, not ${slowest} to ${fastest}`)
  }
  if (dataLength(wav) < blockAlign) throw new Error("it has no samples")
  if (dataLength(wav) > longest * rate * blockAlign) throw new Error(`it is longer than ${longest} seconds`)
  if (wav.bitDepth === "8a") wav.fromALaw("16")
  if (wav.bitDepth === "8m") wav.fromMuLaw("16")
  if (wav.bitDepth !== "16") wav.toBitDepth("16")
  const samples: unknown = wav.getSamples(false, Int16Array)
  return { rate, samples: mean((Array.isArray(samples) ? samples : [samples]).filter(isSamples)) }
}

const isSamples = (samples: unknown): samples is Int16Array => samples instanceof Int16Array

/** The mean of channels. */
const mean = (channels: ReadonlyArray<Int16Array>): Int16Array => {
  const [first = new Int16Array(), ...others] = channels
  if (others.length === 0) return first
  const mixed = new Int16Array(first.length)
  for (let index = 0; index < mixed.length; index++) {
    let sum = first[index] ?? 0
    for (const other of others) sum += other[index] ?? 0
    mixed[index] = sum / channels.length
  }
  return mixed
}
