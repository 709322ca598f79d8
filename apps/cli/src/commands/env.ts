import { microsoftNames } from "@recordop/server/tls/names"
import { Console, Effect, FileSystem } from "effect"
import { Command, Flag } from "effect/cli"
import { caFile, caFolder, readAuthority } from "../caFiles.ts"
import { childEnv } from "../childEnv.ts"
import { server } from "../connection.ts"
import { reportFailure } from "../Failure.ts"
import { toPrettyJson } from "../json.ts"

type Env = Readonly<Record<string, string>>

const lines = (env: Env, toLine: (name: string, value: string) => string): string =>
  Object.entries(env).map(([name, value]) => toLine(name, value)).join("\n")

const formats = {
  export: (env: Env) => lines(env, (name, value) => `export ${name}='${value.replaceAll("'", "'\\''")}'`),
  dotenv: (env: Env) => lines(env, (name, value) => `${name}="${value.replaceAll("\"", "\\\"")}"`),
  powershell: (env: Env) => lines(env, (name, value) => `$env:${name} = '${value.replaceAll("'", "''")}'`),
  json: (env: Env) => toPrettyJson(env)
} as const

/** `recordop env`. */
export const env = Command.make(
  "env",
  {
    tlsPort: Flag.Int("tls-port").pipe(
      Flag.withDescription("The port of https of the server; 4443 unless given"),
      Flag.withDefault(4443)
    ),
    format: Flag.Literals("format", ["export", "dotenv", "powershell", "json"]).pipe(
      Flag.withDescription("How to print: lines of a shell unless given"),
      Flag.withDefault("export")
    ),
    ...server
  },
  Effect.fn(function*({ format, tlsPort, url }) {
    yield* readAuthority
    const folder = yield* caFolder
    const files = yield* FileSystem.FileSystem
    yield* files.makeDirectory(folder, { recursive: true })
    const secureUrl = `https://127.0.0.1:${tlsPort}`
    yield* Console.log(
      formats[format](yield* childEnv({ url, secureUrl, caFile: yield* caFile }, microsoftNames, folder))
    )
  }, reportFailure)
).pipe(
  Command.withDescription("Print what makes a program see the server, started with --tls, in the place of Microsoft"),
  Command.withExamples([
    { command: "eval \"$(recordop env)\"", description: "For everything that this shell starts" },
    { command: "recordop env --format dotenv > .env.local", description: "For a file" }
  ])
)
