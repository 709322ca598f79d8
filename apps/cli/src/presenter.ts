import { printable } from "@recordop/emulator/printable"
import { Console } from "effect"
import { type CliError, CliOutput } from "effect/cli"

/** Says what is wrong with a command line in one line, and leaves help to `--help`. */
export const presenter: CliOutput.Presenter = {
  present: (event) =>
    event._tag === "InvalidInvocation"
      ? Console.error(
        printable(`recordop: ${event.errors.map(messageOf).join("; ")} (see ${event.commandPath.join(" ")} --help)`)
      )
      : CliOutput.defaultPresenter.present(event)
}

/** What Effect says of a value that no schema takes names the schema, and not the variable that it came from. */
const messageOf = ({ message }: CliError.CliError): string =>
  message
    .split("\n").map((line) => line.trim()).join(" ")
    .replace("Expected: Schema validation failed: ", "")
    .replace(/^Invalid value for flag --\S+: "config"\. Expected: SchemaError\((.*) at \["(\w+)"\]\)$/, "$2: $1")
