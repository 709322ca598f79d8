import { NodeRuntime, NodeServices } from "@effect/platform-node"
import { Effect } from "effect"
import { CliError, CliOutput, Command } from "effect/cli"
import { cli } from "./Cli.ts"
import { Failure, wrongUsage } from "./Failure.ts"
import { presenter } from "./presenter.ts"
import { version } from "./version.ts"

// A reader that has seen enough, such as `head`, is no error.
process.stdout.on("error", (error: NodeJS.ErrnoException) => process.exit(error.code === "EPIPE" ? 0 : 1))

cli.pipe(
  Command.run({ version }),
  Effect.mapError((error) => CliError.isCliError(error) ? new Failure({ exitCode: wrongUsage }) : error),
  Effect.provide([NodeServices.layer, CliOutput.layerPresenter(presenter)]),
  NodeRuntime.runMain
)
