import type { FoundPrompt } from "@recordop/emulator/ports/PromptSource"
import { Effect } from "effect"
import type { WaveFile } from "wavefile"
import { badRequest, type Refused } from "../graph/Refused.ts"

/** What callers are heard in: samples per second. */
const sampleRate = 16_000

/** How slow and how fast files may be, in samples per second. */
const slowest = 8_000
const fastest = 48_000

/**
 * The samples of a wave file as a recording has them: 16 kHz, 16 bit, the first channel. Files may have 8 to 48 kHz, and PCM,
 * floating point, A-law or µ-law.
 */
export const readWav = Effect.fnUntraced(function*(bytes: Uint8Array): Effect.fn.Return<Int16Array, Refused> {
  // Loaded when there is a file to read.
  const { default: { WaveFile } } = yield* Effect.promise(() => import("wavefile"))
  return yield* Effect.try({
    try: () => samplesOf(new WaveFile(bytes)),
    catch: (error) =>
      badRequest(`The sound file cannot be read: ${error instanceof Error ? error.message : "no wave file"}.`)
  })
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
    ? { _tag: "Samples", samples: samplesOf(wav) }
    : {
      _tag: "Unusable",
      message: `it is to be ${played}, and has ${rate} Hz, ${wav.bitDepth} bit, ${numChannels} channels.`
    }
}

const fmtOf = ({ fmt }: WaveFile): { readonly sampleRate?: number; readonly numChannels?: number } => ({
  sampleRate: "sampleRate" in fmt ? Number(fmt.sampleRate) : 0,
  numChannels: "numChannels" in fmt ? Number(fmt.numChannels) : 0
})

const samplesOf = (wav: WaveFile): Int16Array => {
  const { sampleRate: rate = 0 } = fmtOf(wav)
  if (rate < slowest || rate > fastest) {
    throw new Error(`it has ${rate} samples per second, not ${slowest} to ${fastest}`)
  }
  if (wav.bitDepth === "8a") wav.fromALaw("16")
  if (wav.bitDepth === "8m") wav.fromMuLaw("16")
  if (wav.bitDepth !== "16") wav.toBitDepth("16")
  if (rate !== sampleRate) wav.toSampleRate(sampleRate, { method: "sinc" })
  const samples: unknown = wav.getSamples(false, Int16Array)
  const first: unknown = Array.isArray(samples) ? samples[0] : samples
  return first instanceof Int16Array ? first : new Int16Array()
}
