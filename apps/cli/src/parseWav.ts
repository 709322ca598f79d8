import { findChunk } from "@recordop/emulator/model/recording/findChunk"
import { Result } from "effect"

/** What the header of a wave file says; `duration` is in milliseconds. */
export interface WavInfo {
  readonly sampleRate: number
  readonly bitsPerSample: number
  readonly channels: number
  readonly duration: number
}

/** The least that a wave file has: the header of RIFF, a format and the beginning of its data. */
const shortest = 44

/**
 * Reads the header of a whole wave file, and checks that the file is as long as it says. The failure says what is wrong.
 *
 * Source: Microsoft and IBM, "Multimedia Programming Interface and Data Specifications 1.0" (RIFF WAVE).
 */
export const parseWav = (bytes: Uint8Array): Result.Result<WavInfo, string> => {
  if (bytes.length < shortest) return Result.fail(`${bytes.length} bytes are too few for a wave file`)
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  if (readText(bytes, 0) !== "RIFF" || readText(bytes, 8) !== "WAVE") return Result.fail("it is not a wave file")
  const length = view.getUint32(4, true) + 8
  if (length !== bytes.length) return Result.fail(`it says that it has ${length} bytes, and has ${bytes.length}`)
  const format = findChunk(bytes, "fmt ")
  const data = findChunk(bytes, "data")
  if (format === undefined || data === undefined) return Result.fail("it has no format or no data")
  const channels = view.getUint16(format.start + 2, true)
  const sampleRate = view.getUint32(format.start + 4, true)
  const bitsPerSample = view.getUint16(format.start + 14, true)
  const bytesPerSecond = (sampleRate * channels * bitsPerSample) / 8
  return Result.succeed({ sampleRate, bitsPerSample, channels, duration: (data.length / bytesPerSecond) * 1_000 })
}

const readText = (bytes: Uint8Array, offset: number): string =>
  String.fromCharCode(...bytes.subarray(offset, offset + 4))
