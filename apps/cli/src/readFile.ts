import { Data, Effect } from "effect"

/** A file cannot be read; the message says why. */
export class ReadFailed extends Data.TaggedError("ReadFailed")<{ readonly message: string }> {}

/** Reads a file where nobody has given a file system, as in the library. Node's is loaded when there is a file to read. */
export const readFile = (path: string): Effect.Effect<Uint8Array, ReadFailed> =>
  Effect.tryPromise({
    try: () => import("node:fs/promises").then(({ readFile }) => readFile(path)),
    catch: (error) => new ReadFailed({ message: messageOf(error) })
  })

const messageOf = (error: unknown): string => {
  if (!(error instanceof Error)) return "it cannot be read"
  return "code" in error && error.code === "ENOENT" ? "there is no such file" : error.message
}
