import { StatusCasing } from "@recordop/core"
import { defaultSettings } from "@recordop/server/ServerSettings"
import { StoreLocation } from "@recordop/storage"
import { Config, Schema } from "effect"
import { Flag } from "effect/cli"
import { hosts } from "./hostList.ts"

/** A TCP port. */
export const Port = Schema.Int.check(
  Schema.isBetween({ minimum: 0, maximum: 65535 }, { expected: "a port from 0 to 65535" })
)

/** To listen on nothing would be to listen on everything. */
const Host = Schema.String.check(Schema.isPattern(/\S/u, { expected: "an address or a host name" }))

/** Flags of `serve` that say where it listens and what it holds. */
export const serverFlags = {
  host: Flag.String("host").pipe(
    Flag.withDescription("The address to listen on; 127.0.0.1 unless given (RECORDOP_HOST)"),
    Flag.withFallbackConfig(Config.String("RECORDOP_HOST")),
    Flag.withDefault(defaultSettings.host),
    Flag.withSchema(Host)
  ),
  port: Flag.Int("port").pipe(
    Flag.withDescription("The port to listen on; 4080 unless given, 0 for any that is free (RECORDOP_PORT)"),
    Flag.withFallbackConfig(Config.Int("RECORDOP_PORT")),
    Flag.withDefault(defaultSettings.port),
    Flag.withSchema(Port)
  ),
  store: Flag.String("store").pipe(
    Flag.withDescription(
      "Where operations are kept: memory (unless given), sqlite:FILE or postgres://… (RECORDOP_STORE)"
    ),
    Flag.withFallbackConfig(Config.String("RECORDOP_STORE")),
    Flag.withDefault("memory"),
    Flag.withSchema(StoreLocation)
  ),
  seed: Flag.String("seed").pipe(
    Flag.withMetavar("FILE"),
    Flag.withDescription("A JSON or YAML file with what a new store holds, in place of the demo call (RECORDOP_SEED)"),
    Flag.withFallbackConfig(Config.String("RECORDOP_SEED")),
    Flag.optional
  ),
  statusCasing: Flag.Literals("status-casing", StatusCasing.literals).pipe(
    Flag.withDescription("How answers spell status: csdl (Completed) or docs (completed) (RECORDOP_STATUS_CASING)"),
    Flag.withFallbackConfig(Config.Literals(StatusCasing.literals, "RECORDOP_STATUS_CASING")),
    Flag.withDefault(defaultSettings.statusCasing)
  ),
  allowedHosts: hosts("allowed-host", "RECORDOP_ALLOWED_HOST", "A host that requests may name, besides localhost"),
  cors: Flag.Boolean("cors").pipe(
    Flag.withDescription("Let pages of any origin read answers (RECORDOP_CORS)"),
    Flag.withFallbackConfig(Config.Boolean("RECORDOP_CORS")),
    Flag.withDefault(defaultSettings.cors)
  )
}
