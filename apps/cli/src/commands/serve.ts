import { Console, Effect, Stdio } from "effect"
import { Command } from "effect/cli"
import { banner } from "../banner.ts"
import { reportFailure } from "../Failure.ts"
import { readSettings, settingsFlags } from "../readSettings.ts"

/** `recordop serve`. */
export const serve = Command.make(
  "serve",
  settingsFlags,
  Effect.fn(
    function*(input) {
      const read = yield* readSettings(input)
      const { stdoutIsTerminal } = yield* Stdio.Stdio
      const isTerminal = yield* stdoutIsTerminal
      const { startServer } = yield* Effect.promise(() => import("../server.ts"))
      const { url } = yield* startServer(read, isTerminal ? "text" : "json")
      yield* (isTerminal ? Console.log : Console.error)(banner(url, input.store, read.seed))
      return yield* Effect.never
    },
    Effect.scoped,
    reportFailure
  )
).pipe(
  Command.withDescription("Run the mock server until Ctrl+C"),
  Command.withExamples([
    { command: "recordop serve", description: "On http://127.0.0.1:4080, in memory, with a demo call" },
    { command: "recordop serve --port 5000 --store sqlite:./ops.db", description: "Keep operations in a file" },
    { command: "recordop serve --clock frozen --caller-script 'speak 3s; tone #'", description: "For tests" },
    { command: "recordop serve --host 0.0.0.0 --allowed-host emulator", description: "For other containers" }
  ])
)
