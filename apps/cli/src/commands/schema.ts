import { jsonSchemas } from "@recordop/core"
import { Console, Effect } from "effect"
import { Argument, Command } from "effect/cli"
import { toPrettyJson } from "../json.ts"

const name = Argument.Literals("name", ["operation", "update", "seed", "error"]).pipe(
  Argument.withDescription("operation (unless given), update, seed or error"),
  Argument.withDefault("operation")
)

/** `recordop schema`. */
export const schema = Command.make(
  "schema",
  { name },
  Effect.fn(function*({ name }) {
    yield* Console.log(toPrettyJson(jsonSchemas[name]()))
  })
).pipe(
  Command.withDescription("Print the JSON Schema of an operation, an update, a seed or an error"),
  Command.withExamples([{ command: "recordop schema update > update.schema.json", description: "For an editor" }])
)
