import { type Sound, soundDuration, soundIdsBetween, type Source, stretchesOf } from "./Sound.ts"

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
  if (start < headerLength) bytes.set(wavHeader(wavLength(sound) - headerLength, 1).subarray(start, end))
  let first = 0
  for (const { milliseconds, source, speaking } of stretchesOf(sound)) {
    const next = first + milliseconds * samplesPerMillisecond
    const sampleAt = sampler(first, speaking, source, samplesOf)
    if (sampleAt !== undefined) {
      const from = Math.max(headerLength + first * bytesPerSample, start)
      const to = Math.min(headerLength + next * bytesPerSample, end)
      for (let position = from; position < to; position++) {
        const sample = sampleAt((position - headerLength) >> 1)
        bytes[position - start] = position % 2 === 0 ? sample & 0xff : (sample >> 8) & 0xff
      }
    }
    first = next
  }
  return bytes
}

/** The ids of the sound files that bytes `start` to `end` of the wave file of a sound are made of. */
export const soundIdsIn = (sound: Sound, start: number, end: number, channels = 1): ReadonlyArray<string> => {
  const bytesPerMillisecond = samplesPerMillisecond * bytesPerSample * channels
  return soundIdsBetween(
    sound,
    (start - headerLength) / bytesPerMillisecond,
    (end - headerLength) / bytesPerMillisecond
  )
}

/** The samples of a sound file by its id, when it is there: 16 kHz, 16 bit, mono. */
export type SamplesOf = (id: string) => Int16Array | undefined

/** What is heard in a stretch that begins with the sample `first` of the recording; nothing when it is silent. */
const sampler = (first: number, speaking: boolean, source: Source | undefined, samplesOf: SamplesOf) => {
  const samples = source === undefined ? undefined : samplesOf(source.id)
  if (source !== undefined && samples !== undefined) {
    const shift = source.at * samplesPerMillisecond - first
    return (index: number): number => samples[index + shift] ?? 0
  }
  return speaking ? (index: number): number => period[index % period.length] ?? 0 : undefined
}

/** The number of bytes of the wave file of so many samples. */
export const samplesLength = (count: number): number => headerLength + count * bytesPerSample

/** Bytes `start` to `end` (exclusive) of the wave file of samples. */
export const wavPart = (samples: Int16Array, start: number, end: number): Uint8Array<ArrayBuffer> => {
  const bytes = new Uint8Array(end - start)
  if (start < headerLength) bytes.set(wavHeader(samples.length * bytesPerSample, 1).subarray(start, end))
  for (let position = Math.max(headerLength, start); position < end; position++) {
    const sample = samples[(position - headerLength) >> 1] ?? 0
    bytes[position - start] = position % 2 === 0 ? sample & 0xff : (sample >> 8) & 0xff
  }
  return bytes
}

/** The wave file of samples. */
export const wavOf = (samples: Int16Array): Uint8Array<ArrayBuffer> =>
  wavPart(samples, 0, samplesLength(samples.length))

/** The number of bytes of the wave file of two sounds, one in each channel. */
export const stereoLength = (milliseconds: number): number =>
  headerLength + milliseconds * samplesPerMillisecond * bytesPerSample * 2

/** The same of a file that has one sound on the left and another on the right, for so many milliseconds. */
export const stereoBytes = (
  { left, milliseconds, right }: { readonly left: Sound; readonly right: Sound; readonly milliseconds: number },
  start: number,
  end: number,
  samplesOf?: SamplesOf
): Uint8Array<ArrayBuffer> => {
  const bytes = new Uint8Array(Math.max(0, end - start))
  if (start < headerLength) {
    bytes.set(wavHeader(stereoLength(milliseconds) - headerLength, 2).subarray(start, end))
  }
  const first = Math.max(0, Math.floor((start - headerLength) / 4))
  const last = Math.max(0, Math.ceil((end - headerLength) / 4))
  const samples = [left, right].map((sound) =>
    wavBytes(sound, headerLength + first * bytesPerSample, headerLength + last * bytesPerSample, samplesOf)
  )
  for (let position = Math.max(headerLength, start); position < end; position++) {
    const offset = position - headerLength
    const frame = Math.floor(offset / 4) - first
    bytes[position - start] = samples[(offset >> 1) % 2]?.[frame * bytesPerSample + (offset % 2)] ?? 0
  }
  return bytes
}

const wavHeader = (dataLength: number, channels: number): Uint8Array => {
  const header = new DataView(new ArrayBuffer(headerLength))
  writeText(header, 0, "RIFF")
  header.setUint32(4, headerLength - 8 + dataLength, true)
  writeText(header, 8, "WAVEfmt ")
  header.setUint32(16, 16, true)
  header.setUint16(20, 1, true)
  header.setUint16(22, channels, true)
  header.setUint32(24, sampleRate, true)
  header.setUint32(28, sampleRate * bytesPerSample * channels, true)
  header.setUint16(32, bytesPerSample * channels, true)
  header.setUint16(34, 8 * bytesPerSample, true)
  writeText(header, 36, "data")
  header.setUint32(40, dataLength, true)
  return new Uint8Array(header.buffer)
}

const writeText = (view: DataView, offset: number, text: string): void => {
  for (let index = 0; index < text.length; index++) view.setUint8(offset + index, text.charCodeAt(index))
}
