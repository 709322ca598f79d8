import { authorityNames } from "@recordop/server/tls/names"
import { Clock, Effect, Option, Path, Result } from "effect"
// oxlint-disable-next-line effecttsgo/node-builtin-import -- Effect reads no certificates
import { X509Certificate } from "node:crypto"
import { createSecureContext } from "node:tls"
import { authorityFolder, cannotKeep, formatPair, isLasting, keepLast, readAuthority, readPair } from "./caFiles.ts"
import { readCertificates, readText } from "./documents.ts"
import { fail, wrongUsage } from "./Failure.ts"
import type { CertificateFiles } from "./tlsFlags.ts"

/** A certificate of one's own, or one of the authority of this machine for every name that a server has. */
export const readCertificate = Effect.fnUntraced(
  function*({ tlsCert, tlsKey }: CertificateFiles, hosts: ReadonlyArray<string>) {
    if (Option.isSome(tlsCert) && Option.isSome(tlsKey)) return yield* readOwn(tlsCert.value, tlsKey.value)
    if (Option.isSome(tlsCert) || Option.isSome(tlsKey)) {
      return yield* fail("--tls-cert and --tls-key need each other", wrongUsage)
    }
    return yield* readSigned(hosts)
  }
)

const readOwn = Effect.fnUntraced(function*(certificateFile: string, keyFile: string) {
  const certificate = yield* readCertificates(certificateFile)
  const key = yield* readText(keyFile)
  const tried = Result.try(() => createSecureContext({ cert: certificate, key }))
  return Result.isSuccess(tried)
    ? { certificate, key }
    : yield* fail(`${keyFile}: it is not the private key of ${certificateFile} in PEM: ${String(tried.failure)}`)
})

/** The certificate of servers on this machine. To make one takes longer than anything else at a start, so that it is kept. */
const readSigned = Effect.fnUntraced(function*(hosts: ReadonlyArray<string>) {
  const path = yield* Path.Path
  const authority = yield* readAuthority(hosts)
  const file = path.join(yield* authorityFolder(hosts), "server.pem")
  const kept = yield* readPair(file)
  const now = yield* Clock.currentTimeMillis
  if (kept !== undefined && isGood(kept.certificate, authority.certificate, now)) return kept
  const { makeCertificate } = yield* Effect.promise(() => import("@recordop/server/tls/certificates"))
  const { certificate, key } = yield* makeCertificate(authority, [...authorityNames, ...hosts])
  const made = { certificate: `${certificate}\n${authority.certificate}`, key }
  yield* keepLast(file, formatPair(made))
  return made
}, Effect.catchTag("PlatformError", cannotKeep))

const isGood = (certificate: string, authority: string, now: number): boolean =>
  Result.getOrElse(
    Result.try(() => {
      const own = new X509Certificate(certificate)
      const issuer = new X509Certificate(authority)
      return isLasting(certificate, now) && own.checkIssued(issuer) && own.verify(issuer.publicKey)
    }),
    () => false
  )
