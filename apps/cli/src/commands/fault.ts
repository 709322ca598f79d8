import { Command } from "effect/cli"
import { add } from "./fault/add.ts"
import { list } from "./fault/list.ts"
import { remove } from "./fault/remove.ts"

/** `recordop fault`. */
export const fault = Command.make("fault").pipe(
  Command.withDescription("Let things go wrong on demand"),
  Command.withSubcommands([add, list, remove])
)
