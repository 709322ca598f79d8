import { decodeOptions, formatProblems, parseJson, problemsOf } from "@recordop/core"
import { Effect, FileSystem, Result, Schema, Stdio, Stream } from "effect"
import { fail } from "./Failure.ts"

/** Reads a file, or stdin when its name is `-`. */
const readText = Effect.fnUntraced(function*(file: string) {
  const stdio = yield* Stdio.Stdio
  const fileSystem = yield* FileSystem.FileSystem
  const text = file === "-" ? Stream.mkString(Stream.decodeText(stdio.stdin)) : fileSystem.readFileString(file)
  return yield* Effect.catch(
    text,
    ({ reason }) =>
      fail(`cannot read ${nameOf(file)}: ${reason._tag === "NotFound" ? "there is no such file" : reason.message}`)
  )
})

const nameOf = (file: string): string => file === "-" ? "stdin" : file

/** Reads JSON from a file, or from stdin when its name is `-`. */
export const readJson = Effect.fnUntraced(function*(file: string) {
  const json = parseJson(yield* readText(file))
  return Result.isSuccess(json) ? json.success : yield* fail(`${nameOf(file)}: ${json.failure.message}`)
})

/** Reads a JSON document and decodes it; what is wrong is said in one line that names the file and the paths. */
export const readDocument = Effect.fnUntraced(function*<A>(file: string, schema: Schema.Decoder<A>) {
  const decoded = Schema.decodeResult(schema, decodeOptions)(yield* readJson(file))
  return Result.isSuccess(decoded)
    ? decoded.success
    : yield* fail(`${nameOf(file)}: ${formatProblems(problemsOf(decoded.failure.issue))}`)
})
