import type { Command } from "effect/cli"
import * as asking from "./askingCommands.ts"
import { cliOf } from "./cliOf.ts"
import { completions } from "./commands/completions.ts"
import * as serving from "./serverCommands.ts"

/** The whole command line. */
export const cli = cliOf([
  ...Object.values(serving),
  ...Object.values(asking),
  completions((): Command.Command.Any => cli)
])
