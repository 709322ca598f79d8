import { Config, Effect, Result, Schema } from "effect"
import { Flag } from "effect/cli"
import { fail, wrongUsage } from "./Failure.ts"

const Host = Schema.String.check(
  Schema.isPattern(/^(?:[\w.-]+|\[[\da-f:]+\])(?::\d+)?$/iu, { expected: "a host name" })
)

const decodeHosts = Schema.decodeResult(Schema.Array(Host))

/** A flag that names hosts; can be repeated. */
export const hosts = (name: string, variable: string, description: string) =>
  Flag.String(name).pipe(
    Flag.withDescription(`${description}; can be repeated (${variable})`),
    Flag.withSchema(Host),
    Flag.atLeast(0)
  )

/** The names that a certificate is to have: a certificate knows of no ports. */
export const readTlsHosts = Effect.fnUntraced(function*(given: ReadonlyArray<string>) {
  const names = yield* readHosts(given, "RECORDOP_TLS_HOST")
  const wrong = names.find((name) => /:\d+$/u.test(name) || name.startsWith("["))
  return wrong === undefined
    ? names
    : yield* fail(`--tls-host: expected a host name without a port, got ${wrong}`, wrongUsage)
})

/** The hosts of a flag or, when it was not given, of an environment variable that has them with commas in between. */
export const readHosts = Effect.fnUntraced(function*(given: ReadonlyArray<string>, variable: string) {
  if (given.length > 0) return given
  const text = yield* Config.withDefault(Config.String(variable), "")
  const decoded = decodeHosts(text.split(",").map((host) => host.trim()).filter((host) => host !== ""))
  return Result.isSuccess(decoded)
    ? decoded.success
    : yield* fail(`${variable}: expected host names with commas in between, got ${text}`, wrongUsage)
})
