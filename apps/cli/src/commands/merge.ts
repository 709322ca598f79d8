import { mergeUpdate, RecordOperation, RecordOperationUpdate } from "@recordop/core"
import { Console, Effect } from "effect"
import { Argument, Command } from "effect/cli"
import { readDocument } from "../documents.ts"
import { toPrettyJson } from "../json.ts"

const current = Argument.String("current").pipe(Argument.withDescription("A JSON file with an operation; - for stdin"))
const update = Argument.String("update").pipe(Argument.withDescription("A JSON file with an update; - for stdin"))

/** `recordop merge`. */
export const merge = Command.make(
  "merge",
  { current, update },
  Effect.fn(function*({ current, update }) {
    const operation = yield* readDocument(current, RecordOperation)
    const merged = mergeUpdate(operation, yield* readDocument(update, RecordOperationUpdate))
    yield* Console.log(toPrettyJson(merged))
  })
).pipe(
  Command.withDescription("Print what an operation becomes by an update, without a server"),
  Command.withExamples([
    { command: "recordop merge current.json update.json", description: "As PATCH would do it" },
    { command: "echo '{\"status\":\"failed\"}' | recordop merge current.json -", description: "The update from stdin" }
  ])
)
