import { NodeRuntime, NodeServices } from "@effect/platform-node"
import { Effect } from "effect"
import { CliError, CliOutput, Command } from "effect/cli"
import { cli } from "./Cli.ts"
import { endAtSecondSignal, teardown } from "./exit.ts"
import { Failure, wrongUsage } from "./Failure.ts"
import { presenter } from "./presenter.ts"
import { version } from "./version.ts"

/** The words of the command line that are recordop's own, and not of a program behind `--`. */
const words = new Set(process.argv.slice(2, process.argv.includes("--") ? process.argv.indexOf("--") : undefined))

const isServer = words.has("serve")

// A reader that has seen enough, such as `head`, is no error; to what serves or runs a program it is only the end of its log.
for (const stream of [process.stdout, process.stderr]) {
  stream.on("error", (error: NodeJS.ErrnoException) => {
    if (!isServer && !words.has("run") && !words.has("exec")) process.exit(error.code === "EPIPE" ? 0 : 1)
  })
}

endAtSecondSignal()

cli.pipe(
  Command.run({ version }),
  Effect.mapError((error) => CliError.isCliError(error) ? new Failure({ exitCode: wrongUsage }) : error),
  Effect.provide([NodeServices.layer, CliOutput.layerPresenter(presenter)]),
  NodeRuntime.runMain({ teardown: teardown(isServer) })
)
