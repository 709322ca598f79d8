import { findChunk } from "@recordop/emulator/model/recording/findChunk"
import { Data, Effect } from "effect"
import type { WaveFile } from "wavefile"

/** A file is no wave file that can be read; the message says why, without a full stop. */
export class WavUnreadable extends Data.TaggedError("WavUnreadable")<{ readonly message: string }> {}

/** A wave file of which parts can be read. */
export interface OpenWav {
  /** Samples per second. */
  readonly rate: number
  readonly channels: number
  /** As `wavefile` has it: `8`, `16`, `24`, `32`, `32f`, `64`, `8a` or `8m`. */
  readonly bitDepth: string
  /** How many samples each channel has. */
  readonly length: number
  /** The mean of the channels in the samples `start` to `end` (exclusive). */
  readonly read: (start: number, end: number) => Effect.Effect<Int16Array, WavUnreadable>
}

/** How samples may be written: PCM, floating point, A-law, µ-law, and what says so elsewhere. */
const formats = new Set([1, 3, 6, 7, 65_534])
const known = "PCM, floating point, A-law or µ-law"

/**
 * Opens a wave file. `wavefile` decodes all that it is given in one step, so that it is given the header with a part of the samples behind it: the header
 * may say that there are more, as that of what is written while it is spoken does.
 */
export const openWav = Effect.fnUntraced(function*(bytes: Uint8Array) {
  // Loaded when there is a file to read.
  const { default: { WaveFile } } = yield* Effect.promise(() => import("wavefile"))
  const { fmt } = yield* attempt(() => new WaveFile(bytes))
  const { audioFormat, blockAlign, numChannels: channels, sampleRate: rate } = fieldsOf(fmt)
  if (!formats.has(audioFormat) || blockAlign === 0) {
    return yield* new WavUnreadable({ message: `it has the format ${audioFormat}, and is to have ${known}` })
  }
  const { length, start: first } = findChunk(bytes, "data") ?? { start: bytes.length, length: 0 }
  const open = (start: number, end: number) =>
    new WaveFile(
      joined(bytes.subarray(0, first), bytes.subarray(first + start * blockAlign, first + end * blockAlign))
    )
  const { bitDepth } = yield* attempt(() => open(0, 1))
  const wav: OpenWav = {
    rate,
    channels,
    bitDepth,
    length: Math.floor(Math.min(length, bytes.length - first) / blockAlign),
    read: (start, end) => attempt(() => samplesIn(open(start, end)))
  }
  return wav
})

const attempt = <A>(read: () => A): Effect.Effect<A, WavUnreadable> =>
  Effect.try({
    try: read,
    catch: (error) =>
      new WavUnreadable({ message: error instanceof Error ? error.message.replace(/\.$/u, "") : "it is no wave file" })
  })

const fieldsOf = (fmt: WaveFile["fmt"]) => ({
  audioFormat: "audioFormat" in fmt ? Number(fmt.audioFormat) : 0,
  blockAlign: "blockAlign" in fmt ? Number(fmt.blockAlign) : 0,
  numChannels: "numChannels" in fmt ? Number(fmt.numChannels) : 0,
  sampleRate: "sampleRate" in fmt ? Number(fmt.sampleRate) : 0
})

const joined = (header: Uint8Array, samples: Uint8Array): Uint8Array => {
  const whole = new Uint8Array(header.length + samples.length)
  whole.set(header)
  whole.set(samples, header.length)
  return whole
}

const samplesIn = (wav: WaveFile): Int16Array => {
  if (wav.bitDepth === "8a") wav.fromALaw("16")
  if (wav.bitDepth === "8m") wav.fromMuLaw("16")
  if (wav.bitDepth !== "16") wav.toBitDepth("16")
  const samples: unknown = wav.getSamples(false, Int16Array)
  return mean((Array.isArray(samples) ? samples : [samples]).filter(isSamples))
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
