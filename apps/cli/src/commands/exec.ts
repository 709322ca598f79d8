import { Effect } from "effect"
import { Argument, Command } from "effect/cli"
import { Failure, reportFailure } from "../Failure.ts"
import { readSettings, settingsFlags } from "../readSettings.ts"
import { runChild } from "../runChild.ts"

/** `recordop exec`. */
export const exec = Command.make(
  "exec",
  {
    command: Argument.String("command").pipe(
      Argument.withDescription("The program and its arguments, behind --"),
      Argument.atLeast(1)
    ),
    ...settingsFlags
  },
  Effect.fn(
    function*({ command, ...input }) {
      const read = yield* readSettings({ ...input, port: 0, tlsPort: 0 })
      const { startServer } = yield* Effect.promise(() => import("../server.ts"))
      const settings = { ...read.settings, closingGrace: 0 }
      const { url } = yield* startServer({ ...read, settings }, "text", () => Effect.void)
      const exitCode = yield* runChild(command, { RECORDOP_URL: url })
      if (exitCode !== 0) return yield* new Failure({ exitCode })
      return undefined
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
