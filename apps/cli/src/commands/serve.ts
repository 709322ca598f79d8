import { demoSeed, Seed, StatusCasing } from "@recordop/core"
import { defaultSettings } from "@recordop/server/ServerSettings"
import { StoreLocation } from "@recordop/storage"
import { Config, Console, Effect, Option, Schema, Stdio } from "effect"
import { Command, Flag } from "effect/cli"
import { banner } from "../banner.ts"
import { readDocument } from "../documents.ts"
import { reportFailure } from "../Failure.ts"

const Port = Schema.Int.check(Schema.isBetween({ minimum: 0, maximum: 65535 }, { expected: "a port from 0 to 65535" }))

const settings = {
  host: Flag.String("host").pipe(
    Flag.withDescription("The address to listen on; 127.0.0.1 unless given (RECORDOP_HOST)"),
    Flag.withFallbackConfig(Config.String("RECORDOP_HOST")),
    Flag.withDefault(defaultSettings.host)
  ),
  port: Flag.Int("port").pipe(
    Flag.withDescription("The port to listen on; 4080 unless given, 0 for any that is free (RECORDOP_PORT)"),
    Flag.withFallbackConfig(Config.Int("RECORDOP_PORT")),
    Flag.withDefault(defaultSettings.port),
    Flag.withSchema(Port)
  ),
  store: Flag.String("store").pipe(
    Flag.withDescription("Where operations are kept: memory (unless given) or sqlite:FILE (RECORDOP_STORE)"),
    Flag.withFallbackConfig(Config.String("RECORDOP_STORE")),
    Flag.withDefault("memory"),
    Flag.withSchema(StoreLocation)
  ),
  seed: Flag.String("seed").pipe(
    Flag.withMetavar("FILE"),
    Flag.withDescription("A JSON file with what a new store holds, in place of the demo call (RECORDOP_SEED)"),
    Flag.withFallbackConfig(Config.String("RECORDOP_SEED")),
    Flag.optional
  ),
  statusCasing: Flag.Literals("status-casing", StatusCasing.literals).pipe(
    Flag.withDescription("How answers spell status: csdl (Completed) or docs (completed) (RECORDOP_STATUS_CASING)"),
    Flag.withFallbackConfig(Config.Literals(StatusCasing.literals, "RECORDOP_STATUS_CASING")),
    Flag.withDefault(defaultSettings.statusCasing)
  ),
  allowedHosts: Flag.String("allowed-host").pipe(
    Flag.withDescription("A host that requests may name, besides localhost; can be repeated (RECORDOP_ALLOWED_HOST)"),
    Flag.withSchema(
      Schema.String.check(Schema.isPattern(/^(?:[\w.-]+|\[[\da-f:]+\])(?::\d+)?$/iu, { expected: "a host name" }))
    ),
    Flag.atLeast(0)
  ),
  cors: Flag.Boolean("cors").pipe(
    Flag.withDescription("Let pages of any origin read answers (RECORDOP_CORS)"),
    Flag.withFallbackConfig(Config.Boolean("RECORDOP_CORS")),
    Flag.withDefault(defaultSettings.cors)
  )
}

const allowedHostsConfig = Config.withDefault(Config.String("RECORDOP_ALLOWED_HOST"), "")

/** `recordop serve`. */
export const serve = Command.make(
  "serve",
  settings,
  Effect.fn(
    function*(input) {
      const seed = Option.isNone(input.seed) ? demoSeed : yield* readDocument(input.seed.value, Seed)
      const fromEnvironment = (yield* allowedHostsConfig).split(",").filter((host) => host !== "")
      const allowedHosts = input.allowedHosts.length === 0 ? fromEnvironment : input.allowedHosts
      const { stdoutIsTerminal } = yield* Stdio.Stdio
      const isTerminal = yield* stdoutIsTerminal
      const { startServer } = yield* Effect.promise(() => import("../server.ts"))
      const url = yield* startServer({ ...input, allowedHosts }, seed, isTerminal ? "text" : "json")
      yield* (isTerminal ? Console.log : Console.error)(banner(url, input.store, seed))
      return yield* Effect.never
    },
    Effect.scoped,
    reportFailure
  )
).pipe(
  Command.withDescription("Run the mock server until Ctrl+C"),
  Command.withExamples([
    { command: "recordop serve", description: "On http://127.0.0.1:4080, in memory, with a demo call" },
    { command: "recordop serve --port 5000 --store sqlite:./ops.db", description: "Keep operations in a file" },
    { command: "recordop serve --host 0.0.0.0 --allowed-host emulator", description: "For other containers" }
  ])
)
