import { Context, Effect, Option, Stream } from "effect"

/** How many bytes are made at once. */
const chunk = 65_536

/** A body of the bytes `start` to `end` (exclusive) of something; a chunk is made whenever the reader wants one. */
export const streamBytes = <E>(
  start: number,
  end: number,
  bytesOf: (start: number, end: number) => Effect.Effect<Uint8Array, E>
): ReadableStream<Uint8Array> =>
  Stream.toReadableStreamWith(
    Stream.paginate(start, (position) => {
      const next = Math.min(position + chunk, end)
      return Effect.map(bytesOf(position, next), (bytes) => [
        [bytes],
        next < end ? Option.some(next) : Option.none()
      ])
    }),
    Context.empty(),
    { strategy: { highWaterMark: 0 } }
  )
