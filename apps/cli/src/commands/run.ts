import { microsoftNames } from "@recordop/server/tls/names"
import { Effect, FileSystem } from "effect"
import { Argument, Command } from "effect/cli"
import { caFile } from "../caFiles.ts"
import { childEnv } from "../childEnv.ts"
import { Failure, reportFailure } from "../Failure.ts"
import { readSettings, settingsFlags } from "../readSettings.ts"
import { runChild } from "../runChild.ts"

/** `recordop run`. */
export const run = Command.make(
  "run",
  {
    command: Argument.String("command").pipe(
      Argument.withDescription("The program of the bot and its arguments, behind --"),
      Argument.atLeast(1)
    ),
    ...settingsFlags
  },
  Effect.fn(
    function*({ command, ...input }) {
      const { seed, settings } = yield* readSettings({ ...input, port: 0, tls: true, tlsPort: 0 })
      const { startServer } = yield* Effect.promise(() => import("../server.ts"))
      const { secureUrl = "", url } = yield* startServer(settings, seed, "text")
      const files = yield* FileSystem.FileSystem
      const folder = yield* files.makeTempDirectoryScoped({ prefix: "recordop-" })
      const env = yield* childEnv({ url, secureUrl, caFile: yield* caFile }, microsoftNames, folder)
      const exitCode = yield* runChild(command, env)
      if (exitCode !== 0) return yield* new Failure({ exitCode })
      return undefined
    },
    Effect.scoped,
    reportFailure
  )
).pipe(
  Command.withDescription("Run a bot as it is: it sees an emulator in the place of Microsoft"),
  Command.withExamples([
    { command: "recordop run -- npm start", description: "With a server of its own that lives as long" },
    { command: "recordop run --webhook http://localhost:3978/api/calls -- python bot.py", description: "That gets calls" }
  ])
)
