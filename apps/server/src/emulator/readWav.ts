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

const samplesOf = (wav: WaveFile): Int16Array => {
  const { fmt } = wav
  const rate = "sampleRate" in fmt ? Number(fmt.sampleRate) : 0
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
