import { Snapshots } from "@recordop/emulator/ports/Snapshots"
import { Snapshot } from "@recordop/emulator/protocol/Seed"
import { Console, Effect, FileSystem, Schema } from "effect"
import { Argument, Command } from "effect/cli"
import { onServer, server } from "../../connection.ts"
import { fail } from "../../Failure.ts"
import { toPrettyJson } from "../../json.ts"

const encode = Schema.encodeEffect(Snapshot)

const file = Argument.String("file").pipe(
  Argument.withDescription("The file to write, a seed in JSON; - for standard output"),
  Argument.withDefault("-")
)

/** `recordop snapshot save`. */
export const save = Command.make(
  "save",
  { file, ...server },
  Effect.fn(function*({ file }) {
    const { save } = yield* Snapshots
    const text = toPrettyJson(yield* Effect.orDie(encode(yield* save)))
    if (file === "-") return yield* Console.log(text)
    const files = yield* FileSystem.FileSystem
    return yield* Effect.catch(
      files.writeFileString(file, `${text}\n`),
      ({ reason }) =>
        fail(`cannot write ${file}: ${reason._tag === "NotFound" ? "there is no such folder" : reason.message}`)
    )
  }, onServer)
).pipe(
  Command.withDescription(
    "Write what the server holds: calls that have not ended, with people, scripts and recordings, and meetings"
  ),
  Command.withExamples([{ command: "recordop snapshot save before.json", description: "To bring it back later" }])
)
