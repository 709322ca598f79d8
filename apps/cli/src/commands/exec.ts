import { Effect } from "effect"
import { Argument, Command } from "effect/cli"
import { endWith, reportFailure } from "../Failure.ts"
import { programFlags, readSettings } from "../readSettings.ts"
import { runChild } from "../runChild.ts"

/** `recordop exec`. */
export const exec = Command.make(
  "exec",
  {
    command: Argument.String("command").pipe(
      Argument.withDescription("The program and its arguments, behind --"),
      Argument.atLeast(1)
    ),
    ...programFlags
  },
  Effect.fn(
    function*({ command, ...input }) {
      const read = yield* readSettings(input)
      const { startForProgram } = yield* Effect.promise(() => import("../server.ts"))
      const { url } = yield* startForProgram(read, () => Effect.void)
      const exitCode = yield* runChild(command, { RECORDOP_URL: url })
      return yield* endWith(exitCode)
    },
    Effect.scoped,
    reportFailure
  )
).pipe(
  Command.withDescription("Run a program with a server of its own, whose address it finds in RECORDOP_URL"),
  Command.withExamples([
    { command: "recordop exec -- npm test", description: "For tests in any language" },
    { command: "recordop exec --clock frozen --seed seed.json -- pytest", description: "With the flags of serve" }
  ])
)
