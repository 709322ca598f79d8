import { decodeOptions, formatProblems, parseJson, type Problem, problemsOf } from "@recordop/core"
import { Seed } from "@recordop/emulator/protocol/Seed"
import { Effect, Result, Schema } from "effect"
import { readText } from "./documents.ts"
import { fail } from "./Failure.ts"

const decode = Schema.decodeUnknownResult(Seed, { ...decodeOptions, onExcessProperty: "error" })

/** Whether a file is YAML, by its name: only seeds are. */
export const isYaml = (file: string): boolean => /\.ya?ml$/iu.test(file)

const nameOf = (file: string): string => file === "-" ? "stdin" : file

/** The seed that a file of JSON or YAML has, or everything that is wrong with it, and where. */
export const decodeSeed = Effect.fnUntraced(function*(file: string, text: string) {
  const json = parseJson(text)
  const read = isYaml(file) || (file === "-" && Result.isFailure(json))
    ? (yield* readYaml(text)).value
    : Result.mapError(json, ({ message }) => message)
  if (Result.isFailure(read)) return yield* fail(`${nameOf(file)}: ${read.failure}`)
  const decoded = decode(read.success)
  if (Result.isSuccess(decoded)) return Result.succeed(decoded.success)
  const { positionOf } = yield* readYaml(text)
  return Result.fail(
    problemsOf(decoded.failure.issue).map(({ message, path }): Problem => {
      const position = positionOf(path)
      const where = position === undefined ? "" : ` (line ${position.line}, column ${position.column})`
      return { path, message: message + where }
    })
  )
})

/** Reads a seed of JSON or YAML; what is wrong is said in one line that names the file, the paths and where they stand. */
export const readSeed = Effect.fnUntraced(function*(file: string) {
  const decoded = yield* decodeSeed(file, yield* readText(file))
  return Result.isSuccess(decoded)
    ? decoded.success
    : yield* fail(`${nameOf(file)}: ${formatProblems(decoded.failure)}`)
})

/** The reader of YAML is loaded when there is some, or something is wrong. */
const readYaml = (text: string) => Effect.promise(() => import("./yaml.ts").then(({ readYaml }) => readYaml(text)))
