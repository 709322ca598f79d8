import { Console, Effect, FileSystem } from "effect"
import { Argument, Command } from "effect/cli"
import { fail } from "../Failure.ts"
import { seedTemplate } from "../seedTemplate.ts"

const file = Argument.String("file").pipe(
  Argument.withDescription("The file to write; recordop.yaml unless given"),
  Argument.withDefault("recordop.yaml")
)

/** `recordop init`. */
export const init = Command.make(
  "init",
  { file },
  Effect.fn(function*({ file }) {
    const files = yield* FileSystem.FileSystem
    yield* Effect.catch(
      files.writeFileString(file, seedTemplate, { flag: "wx" }),
      ({ reason }) =>
        fail(`cannot write ${file}: ${reason._tag === "AlreadyExists" ? "it is there already" : reason.message}`)
    )
    return yield* Console.log(`${file} is written. Start with it by recordop serve --seed ${file}`)
  })
).pipe(
  Command.withDescription("Write a seed with comments, for serve, run and exec"),
  Command.withExamples([
    { command: "recordop init && recordop serve --seed recordop.yaml", description: "Start with it" }
  ])
)
