import { defaultRetention } from "@recordop/emulator/engine/pruning"
import { demoSeed, Seed } from "@recordop/emulator/protocol/Seed"
import { makeCertificate } from "@recordop/server/tls/certificates"
import { microsoftNames, ownNames } from "@recordop/server/tls/names"
import { callbackRefusal, isAllowedCallback } from "@recordop/server/webhooks/callbackHosts"
import { Effect, Option } from "effect"
import type { Command } from "effect/cli"
import { readAuthority } from "./caFiles.ts"
import { clockFlags, readClock } from "./clockFlags.ts"
import { readCertificates, readDocument } from "./documents.ts"
import { fail, wrongUsage } from "./Failure.ts"
import { readHosts } from "./hostList.ts"
import { serverFlags } from "./serverFlags.ts"
import { simulationFlags } from "./simulationFlags.ts"

/** Every flag that says how a server is to be. */
export const settingsFlags = { ...serverFlags, ...clockFlags, ...simulationFlags }

/** What those flags say. */
export type SettingsInput = Command.Command.Config.Infer<typeof settingsFlags>

/** What the flags make of a server, and what its store starts with. */
export const readSettings = Effect.fnUntraced(function*(input: SettingsInput) {
  const seed = Option.isNone(input.seed) ? demoSeed : yield* readDocument(input.seed.value, Seed)
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
  const tls = input.tls ? yield* readTls(input.tlsPort, input.offline) : undefined
  const settings = {
    ...defaultRetention,
    ...input,
    clock,
    allowedHosts,
    callbackHosts,
    callbackCertificates,
    webhook,
    tls,
    responses: seed.responses ?? [],
    apps: seed.apps ?? []
  }
  return { settings, seed }
})

/** A certificate of the authority of this machine, for every name that the server has. */
export const readTls = Effect.fnUntraced(function*(port: number, offline: boolean) {
  const authority = yield* readAuthority
  const { certificate, key } = yield* makeCertificate(authority, [...ownNames, ...microsoftNames])
  return { certificate: `${certificate}\n${authority.certificate}`, key, port, offline }
})
