/** How many bytes are made at once. */
const chunk = 65_536

/** A body of the bytes `start` to `end` (exclusive) of something; a chunk is made whenever the reader wants one. */
export const streamBytes = (
  start: number,
  end: number,
  bytesOf: (start: number, end: number) => Uint8Array
): ReadableStream<Uint8Array> => {
  let position = start
  return new ReadableStream({
    pull: (controller) => {
      const next = Math.min(position + chunk, end)
      if (next > position) controller.enqueue(bytesOf(position, next))
      position = next
      if (position === end) controller.close()
    }
  })
}
