import { Tokens } from "@recordop/emulator/ports/Tokens"
import type { ActionPermissions } from "@recordop/emulator/protocol/tokens"
import { Effect } from "effect"
import { Command } from "effect/cli"
import { onServer, server } from "../connection.ts"
import { output, printDocuments } from "../output.ts"

const toRow = ({ method, path, permissions }: typeof ActionPermissions.Type): ReadonlyArray<string> => [
  method,
  path,
  permissions.join(", ")
]

/** `recordop permissions`. */
export const permissions = Command.make(
  "permissions",
  { ...server, ...output },
  Effect.fn(function*({ output }) {
    const tokens = yield* Tokens
    yield* printDocuments(yield* tokens.permissions, ["METHOD", "PATH", "ANY OF, THE LEAST FIRST"], toRow, output)
  }, onServer)
).pipe(
  Command.withDescription("Print the application permissions that requests need"),
  Command.withExamples([{ command: "recordop permissions -o table", description: "A row for each" }])
)
