import { jsonSchemas } from "@recordop/core"
import { callJsonSchemas } from "@recordop/core/calls"
import { toJsonSchema } from "@recordop/core/toJsonSchema"
import { Seed } from "@recordop/emulator/protocol/Seed"
import { Console, Effect, Struct } from "effect"
import { Argument, Command } from "effect/cli"
import { toPrettyJson } from "../json.ts"

const schemas = { ...jsonSchemas, ...callJsonSchemas, seed: () => toJsonSchema(Seed) }

const name = Argument.Literals("name", Struct.keys(schemas)).pipe(
  Argument.withDescription(`${Struct.keys(schemas).join(", ")}; operation unless given`),
  Argument.withDefault("operation")
)

/** `recordop schema`. */
export const schema = Command.make(
  "schema",
  { name },
  Effect.fn(function*({ name }) {
    yield* Console.log(toPrettyJson(schemas[name]()))
  })
).pipe(
  Command.withDescription("Print the JSON Schema of what Graph and bots say to each other"),
  Command.withExamples([{ command: "recordop schema update > update.schema.json", description: "For an editor" }])
)
