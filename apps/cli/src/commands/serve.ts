import { demoSeed, Seed } from "@recordop/core"
import { Console, Effect, Option, Stdio } from "effect"
import { Command } from "effect/cli"
import { banner } from "../banner.ts"
import { readDocument } from "../documents.ts"
import { fail, reportFailure, wrongUsage } from "../Failure.ts"
import { serverFlags } from "../serverFlags.ts"
import { clockSetting, simulationFlags } from "../simulationFlags.ts"

/** `recordop serve`. */
export const serve = Command.make(
  "serve",
  { ...serverFlags, ...simulationFlags },
  Effect.fn(
    function*(input) {
      const seed = Option.isNone(input.seed) ? demoSeed : yield* readDocument(input.seed.value, Seed)
      const clock = clockSetting(input)
      if (clock === undefined) {
        return yield* fail("--clock frozen and --time-scale contradict each other: give one of them", wrongUsage)
      }
      const { stdoutIsTerminal } = yield* Stdio.Stdio
      const isTerminal = yield* stdoutIsTerminal
      const { startServer } = yield* Effect.promise(() => import("../server.ts"))
      const url = yield* startServer({ ...input, clock }, seed, isTerminal ? "text" : "json")
      yield* (isTerminal ? Console.log : Console.error)(banner(url, input.store, seed))
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
