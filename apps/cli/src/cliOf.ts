import { Command } from "effect/cli"

/** The command line with these commands. */
export const cliOf = <const Commands extends ReadonlyArray<Command.Command.Any>>(commands: Commands) =>
  Command.make("recordop").pipe(
    Command.withDescription("Microsoft Graph's recordOperation on your own machine"),
    Command.withSubcommands(commands),
    Command.withExamples([
      { command: "recordop serve", description: "Run the mock server" },
      { command: "recordop list 57dab8b1-894c-409a-b240-bd8beae78896", description: "Look at the demo call" }
    ])
  )
