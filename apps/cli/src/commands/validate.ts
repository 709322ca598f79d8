import { decodeOptions, problemsOf, RecordOperation, RecordOperationUpdate } from "@recordop/core"
import { printable } from "@recordop/emulator/printable"
import { Seed } from "@recordop/emulator/protocol/Seed"
import { Console, Effect, Option, Predicate, Result, Schema, Struct } from "effect"
import { Argument, Command, Flag } from "effect/cli"
import { jsonIn, readText } from "../documents.ts"
import { Failure, refused } from "../Failure.ts"
import { decodeSeed, isYaml } from "../readSeed.ts"

const files = Argument.String("file").pipe(
  Argument.withDescription("JSON files, and seeds in YAML too; - for stdin"),
  Argument.atLeast(1)
)

const kinds = ["operation", "update", "seed"] as const
type Kind = typeof kinds[number]

const as = Flag.Literals("as", kinds).pipe(
  Flag.withDescription(
    "What the files are; unless given, YAML or a document with calls, meetings, apps and the like is a seed, and one with an id an operation"
  ),
  Flag.optional
)

const decodeOperation = Schema.decodeUnknownResult(RecordOperation, decodeOptions)
const decodeUpdate = Schema.decodeUnknownResult(RecordOperationUpdate, decodeOptions)

const isSeed = (json: Schema.Json): boolean =>
  Predicate.isObject(json) && Struct.keys(Seed.fields).some((name) => Predicate.isObjectOrArray(json[name]))

/** What a document is, by what it has. */
const kindOf = (json: Schema.Json): Kind => {
  if (isSeed(json)) return "seed"
  return Predicate.hasProperty(json, "id") ? "operation" : "update"
}

const problemsInSeed = Effect.fnUntraced(function*(file: string, text: string) {
  const seed = yield* decodeSeed(file, text)
  if (Result.isFailure(seed)) return seed.failure
  // What reads sounds is loaded when there is a seed.
  const { checkSounds } = yield* Effect.promise(() => import("../soundFiles.ts"))
  return yield* checkSounds(file, seed.success)
})

const problemsIn = Effect.fnUntraced(function*(file: string, as: Option.Option<Kind>) {
  const text = yield* readText(file)
  const given = Option.getOrUndefined(as) ?? (isYaml(file) ? "seed" : undefined)
  if (given === "seed") return yield* problemsInSeed(file, text)
  const json = yield* jsonIn(file, text)
  const kind = given ?? kindOf(json)
  if (kind === "seed") return yield* problemsInSeed(file, text)
  const decoded: Result.Result<unknown, Schema.SchemaError> = kind === "operation"
    ? decodeOperation(json)
    : decodeUpdate(json)
  return Result.isFailure(decoded) ? problemsOf(decoded.failure.issue) : []
})

/** Says what is wrong with a document, a line for each problem. */
const isValid = Effect.fnUntraced(function*(file: string, as: Option.Option<Kind>) {
  const problems = yield* problemsIn(file, as)
  for (const { message, path } of problems) {
    yield* Console.error(printable(`${file}: ${path === "" ? "" : `${path}: `}${message}`))
  }
  return problems.length === 0
})

/** `recordop validate`. */
export const validate = Command.make(
  "validate",
  { files, as },
  Effect.fn(function*({ as, files }) {
    const results = yield* Effect.forEach(files, (file) => Effect.orElseSucceed(isValid(file, as), () => false))
    if (results.includes(false)) return yield* new Failure({ exitCode: refused })
    return yield* Console.log(files.length === 1 ? "1 document is valid." : `${files.length} documents are valid.`)
  })
).pipe(
  Command.withDescription("Say everything that is wrong with documents, and where; exit code 1 when anything is"),
  Command.withExamples([
    { command: "recordop validate body.json", description: "The body of an update" },
    { command: "recordop validate --as operation *.json", description: "Whole operations" }
  ])
)
