import type { Download } from "@recordop/client"
import { Effect, FileSystem, Path, type PlatformError, Result, Stdio, Stream } from "effect"
import { fail, wrongUsage } from "./Failure.ts"
import { parseWav } from "./parseWav.ts"
import { progressBar, withProgress } from "./progress.ts"

/** Writes the recording to stdout. */
export const writeRecording = Effect.fnUntraced(function*({ bytes }: Download) {
  const stdio = yield* Stdio.Stdio
  if (yield* stdio.stdoutIsTerminal) {
    return yield* fail("a terminal shows no wave files: write to a file, or pipe it to a program", wrongUsage)
  }
  return yield* Stream.run(bytes, stdio.stdout())
})

const isDirectory = (fileSystem: FileSystem.FileSystem, name: string) =>
  Effect.map(fileSystem.stat(name), ({ type }) => type === "Directory")

/**
 * Saves the recording, with a bar on a terminal, and checks that it is whole and a wave file. The file gets its name when it
 * is complete; what fails or is interrupted leaves nothing behind, and a file of this name as it was.
 */
export const saveRecording = Effect.fnUntraced(function*({ bytes, length }: Download, name: string) {
  const fileSystem = yield* FileSystem.FileSystem
  const path = yield* Path.Path
  const folder = path.dirname(name)
  const cannotWrite = ({ reason }: PlatformError.PlatformError) =>
    fail(`cannot write ${name}: ${reason._tag === "NotFound" ? `there is no folder ${folder}` : reason.message}`)
  if (yield* Effect.orElseSucceed(isDirectory(fileSystem, name), () => false)) {
    return yield* fail(`cannot write ${name}: it is a folder`)
  }

  const part = yield* Effect.catch(
    fileSystem.makeTempFileScoped({ directory: folder, prefix: ".recordop-" }),
    cannotWrite
  )
  let received = 0
  const counted = Stream.tap(bytes, (chunk) => Effect.sync(() => void (received += chunk.length)))
  yield* Stream.run(counted, fileSystem.sink(part)).pipe(
    withProgress(() => length === undefined ? `${received} bytes` : progressBar(received, length)),
    Effect.catchTag("PlatformError", cannotWrite)
  )
  if (length !== undefined && received !== length) {
    return yield* fail(`the recording broke off: ${received} of ${length} bytes came`)
  }
  const wav = parseWav(yield* Effect.catch(fileSystem.readFile(part), cannotWrite))
  if (Result.isFailure(wav)) return yield* fail(`what came is no recording: ${wav.failure}`)
  const isReplaced = yield* Effect.orElseSucceed(fileSystem.exists(name), () => false)
  yield* Effect.catch(fileSystem.rename(part, name), cannotWrite)
  return { length: received, duration: wav.success.duration, isReplaced }
})
