import { printable } from "@recordop/emulator/printable"
import { Option } from "effect"
import { CliOutput, type HelpDoc } from "effect/cli"

/** The narrowest help: below it words would stand alone. */
const narrowest = 40

/** The widest column of names; what is longer has its description on the next line. */
const widestName = 30

type Row = readonly [name: string, description: string]

/** Help that is as wide as the terminal, with what a command has of its own first. */
export const helpText = (doc: HelpDoc.HelpDoc, columns: number): string => {
  const width = Math.max(columns, narrowest)
  const sections: ReadonlyArray<readonly [title: string, lines: ReadonlyArray<string>]> = [
    ["", wrapped(doc.description, width)],
    ["USAGE", [`  ${doc.usage}`]],
    ["ARGUMENTS", table((doc.args ?? []).map(argumentRow), width)],
    ["COMMANDS", table((doc.subcommands ?? []).flatMap(({ commands }) => commands.map(commandRow)), width)],
    ["FLAGS", table([...doc.flags, ...doc.inheritedFlags ?? []].map(flagRow), width)],
    ["EXAMPLES", (doc.examples ?? []).flatMap(exampleLines)],
    ["GLOBAL FLAGS", wrapped((doc.globalFlags ?? []).map(flagName).join(", "), width - 2).map((line) => `  ${line}`)]
  ]
  return sections.filter(([, lines]) => lines.length > 0)
    .map(([title, lines]) => [...(title === "" ? [] : [title]), ...lines].join("\n"))
    .join("\n\n")
}

const argumentRow = ({ description, name, required, type, variadic }: HelpDoc.ArgDoc): Row => [
  `${required ? name : `[${name}]`}${variadic ? "..." : ""}${type === "string" ? "" : ` ${type}`}`,
  Option.getOrElse(description, () => "")
]

const commandRow = ({ description, name, shortDescription }: HelpDoc.SubcommandDoc): Row => [
  name,
  shortDescription ?? description
]

const flagName = ({ aliases, name, type }: HelpDoc.FlagDoc): string =>
  [[`--${name}`, ...aliases].join(", "), type === "boolean" || type.length > 12 ? "" : type].join(" ").trim()

const flagRow = (flag: HelpDoc.FlagDoc): Row => [flagName(flag), Option.getOrElse(flag.description, () => "")]

const exampleLines = ({ command, description }: HelpDoc.ExampleDoc): ReadonlyArray<string> => [
  ...(description === undefined ? [] : [`  # ${description}`]),
  `  ${command}`
]

/** Names, and beside them their descriptions in lines that fit. */
const table = (rows: ReadonlyArray<Row>, width: number): ReadonlyArray<string> => {
  const names = rows.map(([name]) => CliOutput.displayWidth(name)).filter((length) => length <= widestName)
  const column = Math.max(0, ...names) + 4
  return rows.flatMap(([name, description]) => {
    const [first = "", ...rest] = wrapped(description, width - column)
    const indent = " ".repeat(column)
    const isLong = CliOutput.displayWidth(name) > widestName
    const head = `  ${name}`
    return isLong
      ? [head, ...[first, ...rest].map((line) => indent + line)]
      : [(head.padEnd(column) + first).trimEnd(), ...rest.map((line) => indent + line)]
  })
}

/** Text in lines that fit, broken between words. */
const wrapped = (text: string, width: number): ReadonlyArray<string> => {
  const lines: Array<string> = []
  for (const word of printable(text).split(/ +/u).filter((word) => word !== "")) {
    const last = lines.at(-1)
    if (last === undefined || CliOutput.displayWidth(`${last} ${word}`) > width) lines.push(word)
    else lines[lines.length - 1] = `${last} ${word}`
  }
  return lines
}
