import { Command } from "effect/cli"
import { load } from "./snapshot/load.ts"
import { save } from "./snapshot/save.ts"

/** `recordop snapshot`. */
export const snapshot = Command.make("snapshot").pipe(
  Command.withDescription("Keep what a server holds, and bring it back"),
  Command.withSubcommands([save, load])
)
