import { clouds } from "@recordop/server/identity/clouds"
import { Config, Effect, Option, Struct } from "effect"
import { Flag } from "effect/cli"
import { hosts } from "./hostList.ts"
import { Port } from "./serverFlags.ts"

const cloudNames = Struct.keys(clouds)

/** The variables count only where https is served. */
const variables = { tlsCert: "RECORDOP_TLS_CERT", tlsKey: "RECORDOP_TLS_KEY" } as const

const file = (name: string, variable: string, description: string) =>
  Flag.String(name).pipe(
    Flag.withMetavar("FILE"),
    Flag.withDescription(`${description} (${variable})`),
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

const tlsPortVariable = "RECORDOP_TLS_PORT"

/** Where https is served when nothing else is said. */
const usualTlsPort = 4443

/** Where a server that is there already serves https. */
export const servedTlsPort = Config.withDefault(Config.Port(tlsPortVariable), usualTlsPort)

/** The flag that says where https is served. */
export const tlsPort = Flag.Int("tls-port").pipe(
  Flag.withDescription(`The port of https; ${usualTlsPort} unless given, 0 for any that is free (${tlsPortVariable})`),
  Flag.withFallbackConfig(Config.Int(tlsPortVariable)),
  Flag.withDefault(usualTlsPort),
  Flag.withSchema(Port)
)

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
    variables.tlsCert,
    "A certificate of your own in PEM, in place of one that recordop signs"
  ),
  tlsKey: file("tls-key", variables.tlsKey, "Its private key in PEM"),
  cloud,
  offline: Flag.Boolean("offline").pipe(
    Flag.withDescription("Let nothing through the proxy but what is for Microsoft (RECORDOP_OFFLINE)"),
    Flag.withFallbackConfig(Config.Boolean("RECORDOP_OFFLINE")),
    Flag.withDefault(false)
  )
}

/** The files of a certificate of one's own. */
export interface CertificateFiles {
  readonly tlsCert: Option.Option<string>
  readonly tlsKey: Option.Option<string>
}

/** Whether a flag names a file of a certificate. */
export const hasCertificate = ({ tlsCert, tlsKey }: CertificateFiles): boolean =>
  Option.isSome(tlsCert) || Option.isSome(tlsKey)

/** The files that are to be used: each as its flag says or, when that is not given, its variable. */
export const certificateFiles = Effect.fnUntraced(function*({ tlsCert, tlsKey }: CertificateFiles) {
  const cert = yield* Config.option(Config.String(variables.tlsCert))
  const key = yield* Config.option(Config.String(variables.tlsKey))
  return { tlsCert: Option.orElse(tlsCert, () => cert), tlsKey: Option.orElse(tlsKey, () => key) }
})
