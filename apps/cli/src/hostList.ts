import { Config, Effect, Schema } from "effect"
import { Flag } from "effect/cli"

const Host = Schema.String.check(
  Schema.isPattern(/^(?:[\w.-]+|\[[\da-f:]+\])(?::\d+)?$/iu, { expected: "a host name" })
)

/** A flag that names hosts: repeated, or by an environment variable that has several with commas between them. */
export const hosts = (name: string, variable: string, description: string) =>
  Flag.String(name).pipe(
    Flag.withDescription(`${description}; can be repeated (${variable})`),
    Flag.withSchema(Host),
    Flag.atLeast(0),
    Flag.mapEffect((given) =>
      given.length > 0
        ? Effect.succeed(given)
        : Effect.orDie(Config.withDefault(Config.String(variable), "")).pipe(
          Effect.map((text) => text.split(",").map((host) => host.trim()).filter((host) => host !== ""))
        )
    )
  )
