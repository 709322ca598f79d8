import { CallerScript } from "@recordop/emulator/model/caller/CallerScript"
import { microsoftNames } from "@recordop/server/tls/names"
import { Console, Effect, FileSystem, Option } from "effect"
import { Argument, Command, Flag } from "effect/cli"
import { caFile } from "../caFiles.ts"
import { callWhenReady } from "../callWhenReady.ts"
import { childEnv } from "../childEnv.ts"
import { onServer } from "../connection.ts"
import { fail, Failure, reportFailure, wrongUsage } from "../Failure.ts"
import { readSettings, settingsFlags } from "../readSettings.ts"
import { runChild } from "../runChild.ts"

const endedEarly = (exitCode: number) => fail(`the program ended with ${exitCode} before the call did`)

/** `recordop run`. */
export const run = Command.make(
  "run",
  {
    command: Argument.String("command").pipe(
      Argument.withDescription("The program of the bot and its arguments, behind --"),
      Argument.atLeast(1)
    ),
    callFrom: Flag.String("call-from").pipe(
      Flag.withDescription(
        "Who calls the bot once its --webhook listens: a telephone, as in +15551234, or the id of a user"
      ),
      Flag.optional
    ),
    script: Flag.String("script").pipe(
      Flag.withMetavar("SCRIPT"),
      Flag.withDescription(
        "What somebody who calls does; the program ends with the call, and the exit code says whether it did what is expected"
      ),
      Flag.withSchema(CallerScript),
      Flag.optional
    ),
    keep: Flag.Boolean("keep").pipe(
      Flag.withDescription("Leave the program running when the call has ended"),
      Flag.withDefault(false)
    ),
    quiet: Flag.Boolean("quiet").pipe(
      Flag.withDescription("Do not print what is asked"),
      Flag.withDefault(false)
    ),
    ...settingsFlags
  },
  Effect.fn(
    function*({ callFrom, command, keep, quiet, script, ...input }) {
      const { seed, settings } = yield* readSettings({ ...input, port: 0, tls: true, tlsPort: 0 })
      const { webhook } = settings
      const calls = Option.isSome(callFrom) || Option.isSome(script)
      if (calls && webhook === undefined) return yield* fail("--call-from and --script need --webhook", wrongUsage)
      const { startServer } = yield* Effect.promise(() => import("../server.ts"))
      const print = quiet ? () => Effect.void : Console.error
      const { secureUrl = "", url } = yield* startServer(settings, seed, "text", print)
      const files = yield* FileSystem.FileSystem
      const folder = yield* files.makeTempDirectoryScoped({ prefix: "recordop-" })
      const env = yield* childEnv({ url, secureUrl, caFile: yield* caFile }, microsoftNames, folder)
      const child = runChild(command, env)
      const called = calls && webhook !== undefined
        ? onServer(callWhenReady(webhook, callFrom, script), { url })
        : undefined
      if (called !== undefined && !keep) return yield* Effect.raceFirst(called, Effect.flatMap(child, endedEarly))
      const exitCode = called === undefined
        ? yield* child
        : yield* Effect.map(Effect.all([child, Effect.ignore(called)], { concurrency: 2 }), ([code]) => code)
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
    {
      command: "recordop run --webhook http://localhost:3978/api/calls -- python bot.py",
      description: "That gets calls"
    }
  ])
)
