import { NodeRuntime, NodeServices } from "@effect/platform-node"
import { Effect } from "effect"
import { CliError, CliOutput, Command } from "effect/cli"
import { cliOf } from "./cliOf.ts"
import { endUnwritten } from "./endUnwritten.ts"
import { endAtSecondSignal, teardown } from "./exit.ts"
import { Failure, wrongUsage } from "./Failure.ts"
import { presenter } from "./presenter.ts"
import { quietSqlite } from "./quietSqlite.ts"
import { version } from "./version.ts"

/** The words of the command line that are recordop's own, and not of a program behind `--`. */
const words = new Set(process.argv.slice(2, process.argv.includes("--") ? process.argv.indexOf("--") : undefined))

const isServer = words.has("serve")

// To what serves or runs a program it is only the end of its log.
const isLog = isServer || words.has("run") || words.has("exec")
for (const stream of [process.stdout, process.stderr]) stream.on("error", isLog ? () => undefined : endUnwritten)

endAtSecondSignal()
quietSqlite()

/** The commands that need what a server is made of. */
const serving = new Set(["serve", "run", "exec", "env", "ca"])

/** The command that is asked for, or all of them when it is none: to load what only servers need takes longer than to ask one. */
const loadCli = Effect.gen(function*() {
  const [, , word = ""] = process.argv
  const group = serving.has(word)
    ? Object.values(yield* Effect.promise(() => import("./serverCommands.ts")))
    : Object.values(yield* Effect.promise(() => import("./askingCommands.ts")))
  const known = group.find(({ name }) => name === word)
  return known === undefined ? (yield* Effect.promise(() => import("./Cli.ts"))).cli : cliOf([known])
})

loadCli.pipe(
  Effect.flatMap((cli) => Command.run(cli, { version })),
  Effect.mapError((error) => CliError.isCliError(error) ? new Failure({ exitCode: wrongUsage }) : error),
  Effect.provide([NodeServices.layer, CliOutput.layerPresenter(presenter)]),
  NodeRuntime.runMain({ teardown: teardown(isServer) })
)
