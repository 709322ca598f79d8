import { Console } from "effect"
import { CliOutput } from "effect/cli"

/** Says what is wrong with a command line in one line, and leaves help to `--help`. */
export const presenter: CliOutput.Presenter = {
  present: (event) =>
    event._tag === "InvalidInvocation"
      ? Console.error(
        `recordop: ${event.errors.map(({ message }) => message.replace(/\s*\n\s*/g, " ")).join("; ")} ` +
          `(see ${event.commandPath.join(" ")} --help)`
      )
      : CliOutput.defaultPresenter.present(event)
}
