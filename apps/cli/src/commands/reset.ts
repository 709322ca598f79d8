import { Reset } from "@recordop/emulator/ports/Reset"
import { Command } from "effect/cli"
import { onServer, server } from "../connection.ts"

/** `recordop reset`. */
export const reset = Command.make(
  "reset",
  server,
  (input) => onServer(Reset.use(({ everything }) => everything), input)
).pipe(
  Command.withDescription("Begin anew: what is stored is the seed, and the clock as it was at the start"),
  Command.withExamples([{ command: "recordop reset", description: "Between two tests" }])
)
