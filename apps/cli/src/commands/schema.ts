import { jsonSchemas } from "@recordop/core"
import { Console, Effect, Struct } from "effect"
import { Argument, Command } from "effect/cli"
import { toPrettyJson } from "../json.ts"

const name = Argument.Literals("name", Struct.keys(jsonSchemas)).pipe(
  Argument.withDescription(`${Struct.keys(jsonSchemas).join(", ")}; operation unless given`),
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
  Command.withDescription("Print the JSON Schema of what Graph and bots say to each other"),
  Command.withExamples([{ command: "recordop schema update > update.schema.json", description: "For an editor" }])
)
