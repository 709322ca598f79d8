import { clouds } from "@recordop/server/identity/clouds"
import { Console, Effect } from "effect"
import { Command, Flag } from "effect/cli"
import { caFile, caFolder, readAuthority } from "../caFiles.ts"
import { childEnv, placeOf } from "../childEnv.ts"
import { server } from "../connection.ts"
import { reportFailure } from "../Failure.ts"
import { readHosts } from "../hostList.ts"
import { toPrettyJson } from "../json.ts"
import { isListening, noHttps } from "../listening.ts"
import { singleQuoted } from "../singleQuoted.ts"
import { cloud, tlsHosts, tlsPort } from "../tlsFlags.ts"

type Env = Readonly<Record<string, string>>

const lines = (env: Env, toLine: (name: string, value: string) => string): string =>
  Object.entries(env).map(([name, value]) => toLine(name, value)).join("\n")

/** Nothing is expanded in single quotes, which cannot have one in them. */
const dotenvQuoted = (value: string): string =>
  value.includes("'") ? `"${value.replaceAll(/["$`\\]/g, "\\$&")}"` : `'${value}'`

const formats = {
  export: (env: Env) => lines(env, (name, value) => `export ${name}=${singleQuoted(value)}`),
  dotenv: (env: Env) => lines(env, (name, value) => `${name}=${dotenvQuoted(value)}`),
  powershell: (env: Env) => lines(env, (name, value) => `$env:${name} = '${value.replaceAll("'", "''")}'`),
  json: (env: Env) => toPrettyJson(env)
} as const

/** `recordop env`. */
export const env = Command.make(
  "env",
  {
    tlsPort,
    tlsHosts,
    cloud,
    format: Flag.Literals("format", ["export", "dotenv", "powershell", "json"]).pipe(
      Flag.withDescription("How to print: lines of a shell unless given"),
      Flag.withDefault("export")
    ),
    ...server
  },
  Effect.fn(function*({ cloud, format, tlsHosts, tlsPort, url }) {
    const hosts = yield* readHosts(tlsHosts, "RECORDOP_TLS_HOST")
    yield* readAuthority(hosts)
    const place = placeOf(url, tlsPort, yield* caFile(hosts))
    // Whoever keeps it in a file may start the server later.
    if (!(yield* isListening(new URL(place.secureUrl)))) yield* Console.error(`recordop: ${noHttps(place.secureUrl)}`)
    yield* Console.log(formats[format](yield* childEnv(place, clouds[cloud], yield* caFolder)))
  }, reportFailure)
).pipe(
  Command.withDescription("Print what makes a program see the server, started with --tls, in the place of Microsoft"),
  Command.withExamples([
    { command: "eval \"$(recordop env)\"", description: "For everything that this shell starts" },
    { command: "recordop env --format dotenv > .env.local", description: "For a file" }
  ])
)
