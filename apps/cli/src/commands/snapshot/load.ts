import { Snapshots } from "@recordop/emulator/ports/Snapshots"
import { Effect } from "effect"
import { Argument, Command } from "effect/cli"
import { onServer, server } from "../../connection.ts"
import { readSeed } from "../../readSeed.ts"

const file = Argument.String("file").pipe(
  Argument.withDescription("A file that snapshot save has written, or any seed; - for standard input")
)

/** `recordop snapshot load`. */
export const load = Command.make(
  "load",
  { file, ...server },
  Effect.fn(function*({ file }) {
    const { load } = yield* Snapshots
    const { calls, meetings = [] } = yield* readSeed(file)
    return yield* load({ calls, meetings })
  }, onServer)
).pipe(
  Command.withDescription("Begin anew with what a file holds; the next reset brings the seed of the server back"),
  Command.withExamples([{ command: "recordop snapshot load before.json", description: "What was saved" }])
)
