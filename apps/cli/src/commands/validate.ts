import { decodeOptions, type Problem, problemsOf, RecordOperation, RecordOperationUpdate } from "@recordop/core"
import { printable } from "@recordop/emulator/printable"
import { Seed } from "@recordop/emulator/protocol/Seed"
import { Console, Effect, Option, Predicate, Result, Schema } from "effect"
import { Argument, Command, Flag } from "effect/cli"
import { readJson } from "../documents.ts"
import { Failure, refused } from "../Failure.ts"

const files = Argument.String("file").pipe(
  Argument.withDescription("JSON files; - for stdin"),
  Argument.atLeast(1)
)

const kinds = ["operation", "update", "seed"] as const
type Kind = typeof kinds[number]

const as = Flag.Literals("as", kinds).pipe(
  Flag.withDescription("What the files are; a document with an id is an operation, unless given"),
  Flag.optional
)

const decoders: Record<Kind, (json: unknown) => Result.Result<unknown, Schema.SchemaError>> = {
  operation: Schema.decodeUnknownResult(RecordOperation, decodeOptions),
  update: Schema.decodeUnknownResult(RecordOperationUpdate, decodeOptions),
  seed: Schema.decodeUnknownResult(Seed, decodeOptions)
}

const problemsIn = (json: Schema.Json, as: Option.Option<Kind>): ReadonlyArray<Problem> => {
  const kind = Option.getOrElse(as, () => Predicate.hasProperty(json, "id") ? "operation" : "update")
  const decoded = decoders[kind](json)
  return Result.isFailure(decoded) ? problemsOf(decoded.failure.issue) : []
}

/** `recordop validate`. */
export const validate = Command.make(
  "validate",
  { files, as },
  Effect.fn(function*({ as, files }) {
    const results = yield* Effect.forEach(files, (file) =>
      readJson(file).pipe(
        Effect.map((json) => problemsIn(json, as)),
        Effect.tap((problems) =>
          Effect.forEach(problems, ({ message, path }) =>
            Console.error(printable(`${file}: ${path === "" ? "" : `${path}: `}${message}`)))
        ),
        Effect.map((problems) =>
          problems.length === 0
        ),
        Effect.orElseSucceed(() => false)
      ))
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
