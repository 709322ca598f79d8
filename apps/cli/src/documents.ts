import { decodeOptions, formatProblems, parseJson, problemsOf } from "@recordop/core"
import { Effect, FileSystem, type PlatformError, Result, Schema, Stdio, Stream } from "effect"
import { isUtf8 } from "node:buffer"
import { fail } from "./Failure.ts"

/** Reads a file, or stdin when its name is `-`. */
export const readText = Effect.fnUntraced(function*(file: string) {
  const stdio = yield* Stdio.Stdio
  const fileSystem = yield* FileSystem.FileSystem
  const read = file === "-"
    ? Effect.map(Stream.runCollect(stdio.stdin), (chunks) => Buffer.concat(chunks))
    : fileSystem.readFile(file)
  const bytes = yield* Effect.catch(
    read,
    ({ reason }) => fail(`cannot read ${nameOf(file)}: ${whyUnreadable(reason)}`)
  )
  return isUtf8(bytes) ? utf8.decode(bytes) : yield* fail(`${nameOf(file)}: it is not valid UTF-8`)
})

/** Why a file cannot be read, as it is said. */
export const whyUnreadable = ({ _tag, message }: PlatformError.PlatformError["reason"]): string =>
  _tag === "NotFound" ? "there is no such file" : message

const utf8 = new TextDecoder()

const nameOf = (file: string): string => file === "-" ? "stdin" : file

/** Reads JSON from a file, or from stdin when its name is `-`. */
export const readJson = (file: string) => Effect.flatMap(readText(file), (text) => jsonIn(file, text))

/** The JSON that the text of a file is. */
export const jsonIn = (file: string, text: string) => {
  const json = parseJson(text)
  return Result.isSuccess(json) ? Effect.succeed(json.success) : fail(`${nameOf(file)}: ${json.failure.message}`)
}

/** Reads a JSON document and decodes it; what is wrong is said in one line that names the file and the paths. */
export const readDocument = Effect.fnUntraced(function*<A>(file: string, schema: Schema.Decoder<A>) {
  const decoded = Schema.decodeResult(schema, decodeOptions)(yield* readJson(file))
  return Result.isSuccess(decoded)
    ? decoded.success
    : yield* fail(`${nameOf(file)}: ${formatProblems(problemsOf(decoded.failure.issue))}`)
})

/** Reads certificates, and says when a file has none. */
export const readCertificates = Effect.fnUntraced(function*(file: string) {
  const text = yield* readText(file)
  return text.includes("-----BEGIN CERTIFICATE-----")
    ? text
    : yield* fail(`${nameOf(file)}: expected certificates in PEM, as in -----BEGIN CERTIFICATE-----`)
})
