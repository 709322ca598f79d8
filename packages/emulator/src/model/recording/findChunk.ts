/** Where the content of a chunk of a wave file begins, and how long it says that it is, in bytes. */
export interface Chunk {
  readonly start: number
  readonly length: number
}

/**
 * Finds a chunk by its name of four letters. One of odd length is followed by a byte that does not count.
 *
 * Source: Microsoft and IBM, "Multimedia Programming Interface and Data Specifications 1.0" (RIFF WAVE).
 */
export const findChunk = (bytes: Uint8Array, name: string): Chunk | undefined => {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  for (let start = 12; start + 8 <= bytes.length;) {
    const length = view.getUint32(start + 4, true)
    if (String.fromCharCode(...bytes.subarray(start, start + 4)) === name) return { start: start + 8, length }
    start += 8 + length + (length % 2)
  }
  return undefined
}
