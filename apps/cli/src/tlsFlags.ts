import { clouds } from "@recordop/server/identity/clouds"
import { Config, Struct } from "effect"
import { Flag } from "effect/cli"
import { hosts } from "./hostList.ts"
import { Port } from "./serverFlags.ts"

const cloudNames = Struct.keys(clouds)

const file = (name: string, variable: string, description: string) =>
  Flag.String(name).pipe(
    Flag.withMetavar("FILE"),
    Flag.withDescription(`${description} (${variable})`),
    Flag.withFallbackConfig(Config.String(variable)),
    Flag.optional
  )

/** The flag that names more names of the server in its certificate. */
export const tlsHosts = hosts(
  "tls-host",
  "RECORDOP_TLS_HOST",
  "A name of the server that its certificate has besides localhost"
)

/** The flag that names the cloud in whose place a server stands. */
export const cloud = Flag.Literals("cloud", cloudNames).pipe(
  Flag.withDescription(`The cloud of Microsoft in whose place it stands: ${cloudNames.join(", ")} (RECORDOP_CLOUD)`),
  Flag.withFallbackConfig(Config.Literals(cloudNames, "RECORDOP_CLOUD")),
  Flag.withDefault("global")
)

/** Where https is served unless something else is said. */
export const usualTlsPort = 4443

/** The flag that says where https is served. */
export const tlsPortFlag = (unlessGiven: string, value: number) =>
  Flag.Int("tls-port").pipe(
    Flag.withDescription(`The port of https; ${unlessGiven} (RECORDOP_TLS_PORT)`),
    Flag.withFallbackConfig(Config.Int("RECORDOP_TLS_PORT")),
    Flag.withDefault(value),
    Flag.withSchema(Port)
  )

/** The same for servers that are there for everybody. */
export const tlsPort = tlsPortFlag(`${usualTlsPort} unless given, 0 for any that is free`, usualTlsPort)

/** Flags of a server that serves https, and stands in the place of Microsoft. */
export const tlsFlags = {
  tls: Flag.Boolean("tls").pipe(
    Flag.withDescription(
      "Serve https beside http, and be a proxy that stands in the place of Microsoft (RECORDOP_TLS)"
    ),
    Flag.withFallbackConfig(Config.Boolean("RECORDOP_TLS")),
    Flag.withDefault(false)
  ),
  tlsPort,
  tlsHosts,
  tlsCert: file(
    "tls-cert",
    "RECORDOP_TLS_CERT",
    "A certificate of your own in PEM, in place of one that recordop signs"
  ),
  tlsKey: file("tls-key", "RECORDOP_TLS_KEY", "Its private key in PEM"),
  cloud,
  offline: Flag.Boolean("offline").pipe(
    Flag.withDescription("Let nothing through the proxy but what is for Microsoft (RECORDOP_OFFLINE)"),
    Flag.withFallbackConfig(Config.Boolean("RECORDOP_OFFLINE")),
    Flag.withDefault(false)
  )
}
