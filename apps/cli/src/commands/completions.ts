import { Config, Console, Effect, FileSystem, Option, Path } from "effect"
import { Command, Completions, Flag } from "effect/cli"
import { homedir } from "node:os"
import { fail, wrongUsage } from "../Failure.ts"
import { withFileNames } from "../withFileNames.ts"

/** Where each shell looks for completions, below the user's own folder, and what else there is to do. */
const shells = {
  bash: [
    ".local/share/bash-completion/completions/recordop",
    "The package bash-completion reads it in the next shell."
  ],
  zsh: [".zfunc/_recordop", "In ~/.zshrc, have fpath+=(~/.zfunc) before compinit."],
  fish: [".config/fish/completions/recordop.fish", "The next shell reads it."]
} as const

const names = ["bash", "zsh", "fish"] as const

const shell = Flag.Literals("shell", names).pipe(
  Flag.withDescription("The shell; that of SHELL unless given"),
  Flag.optional
)

/** The shell that the user has. */
const ownShell = Effect.gen(function*() {
  const path = yield* Path.Path
  const variable = yield* Effect.orDie(Config.option(Config.String("SHELL")))
  const own = names.find((name) => name === path.basename(Option.getOrElse(variable, () => "")))
  return own ?? (yield* fail(`name the shell by --shell: ${names.join(", ")}`, wrongUsage))
})

/** `recordop completions install`. */
const install = (cli: () => Command.Command.Any) =>
  Command.make(
    "install",
    { shell },
    Effect.fn(function*({ shell }) {
      const files = yield* FileSystem.FileSystem
      const path = yield* Path.Path
      const chosen = Option.isSome(shell) ? shell.value : yield* ownShell
      const [below, advice] = shells[chosen]
      const home = yield* Effect.orDie(Config.option(Config.String("HOME")))
      const file = path.join(Option.getOrElse(home, homedir), below)
      const script = Completions.generate("recordop", chosen, withFileNames(Completions.fromCommand(cli())))
      yield* files.makeDirectory(path.dirname(file), { recursive: true }).pipe(
        Effect.andThen(files.writeFileString(file, script)),
        Effect.catch(({ message }) => fail(`cannot write ${file}: ${message}`))
      )
      return yield* Console.log(`${file} is written. ${advice}`)
    })
  ).pipe(
    Command.withDescription("Write the completions where the shell looks for them"),
    Command.withExamples([{ command: "recordop completions install --shell zsh", description: "For another shell" }])
  )

/** `recordop completions`. */
export const completions = (cli: () => Command.Command.Any) =>
  Command.make("completions").pipe(
    Command.withDescription("Let a shell complete the words of this command"),
    Command.withSubcommands([install(cli)])
  )
