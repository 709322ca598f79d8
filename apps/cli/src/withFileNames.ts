import type { Completions } from "effect/cli"

/** Flags and arguments that are files: to the parser they are text, as `-` is one of them, and none is made absolute. */
const files = new Set(["seed", "key-file", "tls-cert", "tls-key", "callback-ca", "body", "file", "current", "update"])

const file = { _tag: "Path", pathType: "file" } as const

const named = <A extends { readonly name: string; readonly type: { readonly _tag: string } }>(one: A) =>
  files.has(one.name) && one.type._tag === "String" ? { ...one, type: file } : one

/** What completions are made of, so that names of files are completed too. */
export const withFileNames = (command: Completions.CommandDescriptor): Completions.CommandDescriptor => ({
  ...command,
  flags: command.flags.map(named),
  arguments: command.arguments.map(named),
  subcommands: command.subcommands.map(withFileNames)
})
