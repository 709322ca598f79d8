import { type Sound, soundDuration, type Source, stretchesOf } from "./Sound.ts"

/** Samples per second; each has 16 bits, and there is one channel. */
export const sampleRate = 16_000

const bytesPerSample = 2
const samplesPerMillisecond = sampleRate / 1_000
const headerLength = 44

/** One period of a tone of 400 Hz at a quarter of the full volume. */
const period = Int16Array.from({ length: 40 }, (_, index) => Math.round(8_192 * Math.sin((2 * Math.PI * index) / 40)))

/** The number of bytes of the wave file of a sound. */
export const wavLength = (sound: Sound): number =>
  headerLength + soundDuration(sound) * samplesPerMillisecond * bytesPerSample

/**
 * Bytes `start` to `end` (exclusive) of the wave file of a sound: PCM, 16 kHz, 16 bit, mono; what is in sound files where they
 * were played, a tone where the caller spoke otherwise, and silence elsewhere. A part costs the part and not the file.
 *
 * Source: Microsoft and IBM, "Multimedia Programming Interface and Data Specifications 1.0" (RIFF WAVE); Graph,
 * `mediaInfo` (wav, one channel, 16 bit, 16 kHz).
 */
export const wavBytes = (
  sound: Sound,
  start: number,
  end: number,
  samplesOf: SamplesOf = () => undefined
): Uint8Array<ArrayBuffer> => {
  const bytes = new Uint8Array(Math.max(0, end - start))
  if (start < headerLength) bytes.set(wavHeader(sound).subarray(start, end))
  let from = headerLength
  for (const { milliseconds, source, speaking } of stretchesOf(sound)) {
    const to = from + milliseconds * samplesPerMillisecond * bytesPerSample
    const range = { offset: start, from: Math.max(from, start), to: Math.min(to, end) }
    const samples = source === undefined ? undefined : samplesOf(source.id)
    if (samples !== undefined && source !== undefined) {
      fillSamples(bytes, range, samples, firstSample(source, from, range.from))
    } else if (speaking) fillTone(bytes, range.offset, range.from, range.to)
    from = to
  }
  return bytes
}

/** The samples of a sound file by its id, when it is there: 16 kHz, 16 bit, mono. */
export type SamplesOf = (id: string) => Int16Array | undefined

/** In bytes: which byte of a file a buffer begins with, and which bytes of it are to be filled. */
interface Range {
  readonly offset: number
  readonly from: number
  readonly to: number
}

/** In bytes of the file of samples: the byte that comes first in a range of a stretch that begins at `from`. */
const firstSample = ({ at }: Source, from: number, start: number): number =>
  at * samplesPerMillisecond * bytesPerSample + (start - from)

const fillSamples = (bytes: Uint8Array, { from, offset, to }: Range, samples: Int16Array, first: number): void => {
  for (let position = from; position < to; position++) {
    const place = first + position - from
    const sample = samples[place >> 1] ?? 0
    bytes[position - offset] = place % 2 === 0 ? sample & 0xff : (sample >> 8) & 0xff
  }
}

/** Writes bytes `from` to `to` of the tone into `bytes`, which begin at `offset` of the file. */
const fillTone = (bytes: Uint8Array, offset: number, from: number, to: number): void => {
  for (let position = from; position < to; position++) {
    const sample = period[((position - headerLength) >> 1) % period.length] ?? 0
    bytes[position - offset] = position % 2 === 0 ? sample & 0xff : (sample >> 8) & 0xff
  }
}

const wavHeader = (sound: Sound): Uint8Array => {
  const header = new DataView(new ArrayBuffer(headerLength))
  const dataLength = wavLength(sound) - headerLength
  writeText(header, 0, "RIFF")
  header.setUint32(4, headerLength - 8 + dataLength, true)
  writeText(header, 8, "WAVEfmt ")
  header.setUint32(16, 16, true)
  header.setUint16(20, 1, true)
  header.setUint16(22, 1, true)
  header.setUint32(24, sampleRate, true)
  header.setUint32(28, sampleRate * bytesPerSample, true)
  header.setUint16(32, bytesPerSample, true)
  header.setUint16(34, 8 * bytesPerSample, true)
  writeText(header, 36, "data")
  header.setUint32(40, dataLength, true)
  return new Uint8Array(header.buffer)
}

const writeText = (view: DataView, offset: number, text: string): void => {
  for (let index = 0; index < text.length; index++) view.setUint8(offset + index, text.charCodeAt(index))
}
