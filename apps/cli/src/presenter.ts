import { printable } from "@recordop/emulator/printable"
import { Console, Effect } from "effect"
import { type CliError, CliOutput } from "effect/cli"
import { helpText } from "./helpText.ts"
import { terminalWidth } from "./terminalWidth.ts"

/** Says what is wrong with a command line in one line, and leaves help to `--help`. */
export const presenter: CliOutput.Presenter = {
  present: (event) => {
    if (event._tag === "Help") {
      return Effect.flatMap(terminalWidth, (width) => Console.log(helpText(event.helpDoc, width)))
    }
    if (event._tag === "Version") return CliOutput.defaultPresenter.present(event)
    const problems = event.errors.map(messageOf).join("; ")
    return Console.error(printable(`recordop: ${problems} (see ${event.commandPath.join(" ")} --help)`))
  }
}

/** What Effect says of a value that no schema takes names the schema, and not the variable that it came from. */
const messageOf = ({ message }: CliError.CliError): string =>
  message
    .split("\n").map((line) => line.trim()).join(" ")
    .replace("Expected: Schema validation failed: ", "")
    .replace(/^Invalid value for flag --\S+: "config"\. Expected: SchemaError\((.*) at \["(\w+)"\]\)$/, "$2: $1")
