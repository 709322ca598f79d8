import { defaultRetention } from "@recordop/emulator/engine/pruning"
import { demoSeed } from "@recordop/emulator/protocol/Seed"
import { clouds } from "@recordop/server/identity/clouds"
import { defaultSettings } from "@recordop/server/ServerSettings"
import { callbackRefusal, isAllowedCallback } from "@recordop/server/webhooks/callbackHosts"
import { Effect, Option } from "effect"
import { type Command, Flag } from "effect/cli"
import { clockFlags, readClock } from "./clockFlags.ts"
import { readCertificates } from "./documents.ts"
import { fail, wrongUsage } from "./Failure.ts"
import { readHosts, readTlsHosts } from "./hostList.ts"
import { identityFlags } from "./identityFlags.ts"
import { readKeyFile } from "./readKeyFile.ts"
import { readSeed } from "./readSeed.ts"
import { readCertificate } from "./readTls.ts"
import { seedSettings } from "./seedSettings.ts"
import { Port, serverFlags } from "./serverFlags.ts"
import { simulationFlags } from "./simulationFlags.ts"
import { readSoundFiles } from "./soundFiles.ts"
import { certificateFiles, hasCertificate, tlsFlags } from "./tlsFlags.ts"

/** Every flag that says how a server is to be. */
export const settingsFlags = { ...serverFlags, ...identityFlags, ...tlsFlags, ...clockFlags, ...simulationFlags }

/** The same for a server that is there for one program: it listens wherever a port is free. */
export const programFlags = {
  ...settingsFlags,
  port: Flag.Int("port").pipe(
    Flag.withDescription("The port to listen on; any that is free unless given"),
    Flag.withDefault(0),
    Flag.withSchema(Port)
  ),
  tlsPort: Flag.Int("tls-port").pipe(
    Flag.withDescription("The port of https; any that is free unless given"),
    Flag.withDefault(0),
    Flag.withSchema(Port)
  )
}

/** What those flags say. */
export type SettingsInput = Command.Command.Config.Infer<typeof settingsFlags>

/** What the flags make of a server, and what its store starts with. */
export const readSettings = Effect.fnUntraced(function*(input: SettingsInput) {
  const written = Option.isNone(input.seed) ? demoSeed : yield* readSeed(input.seed.value)
  const { callerScript, seed, sounds } = yield* readSoundFiles(input, written)
  const clock = yield* readClock(input)
  const allowedHosts = yield* readHosts(input.allowedHosts, "RECORDOP_ALLOWED_HOST")
  const callbackHosts = yield* readHosts(input.callbackHosts, "RECORDOP_CALLBACK_ALLOW")
  const callbackCertificates = Option.isNone(input.callbackCa)
    ? undefined
    : yield* readCertificates(input.callbackCa.value)
  const webhook = Option.getOrUndefined(input.webhook)
  if (webhook !== undefined && !isAllowedCallback(webhook, callbackHosts)) {
    return yield* fail(`--webhook: ${callbackRefusal(webhook)}`, wrongUsage)
  }
  const { offline, tlsPort: port } = input
  if (!input.tls && hasCertificate(input)) {
    return yield* fail("--tls-cert and --tls-key need --tls", wrongUsage)
  }
  const tlsHosts = yield* readTlsHosts(input.tlsHosts)
  const tls = input.tls
    ? { ...(yield* readCertificate(yield* certificateFiles(input), tlsHosts)), port, offline }
    : undefined
  const signingKey = Option.isSome(input.keyFile) ? yield* readKeyFile(input.keyFile.value) : undefined
  const settings = {
    ...defaultRetention,
    ...input,
    callerScript,
    sounds,
    closingGrace: defaultSettings.closingGrace,
    clock,
    allowedHosts: [...allowedHosts, ...tlsHosts],
    callbackHosts,
    callbackCertificates,
    webhook,
    deterministic: Option.getOrUndefined(input.deterministic),
    tls,
    tlsHosts,
    cloud: clouds[input.cloud],
    ...seedSettings(seed, {
      ...(Option.isSome(input.appId) ? { appId: input.appId.value } : {}),
      ...(Option.isSome(input.tenantId) ? { tenantId: input.tenantId.value } : {})
    })
  }
  return { settings, seed, signingKey }
})
