import { authorityNames } from "@recordop/server/tls/names"
import { Effect, Option, Result } from "effect"
// oxlint-disable-next-line effecttsgo/node-builtin-import -- Effect reads no certificates
import { createSecureContext } from "node:tls"
import { readAuthority } from "./caFiles.ts"
import { readCertificates, readText } from "./documents.ts"
import { fail, wrongUsage } from "./Failure.ts"

/** What the flags say of certificates. */
export interface CertificateInput {
  readonly tlsCert: Option.Option<string>
  readonly tlsKey: Option.Option<string>
}

/** A certificate of one's own, or one of the authority of this machine for every name that a server has. */
export const readCertificate = Effect.fnUntraced(
  function*({ tlsCert, tlsKey }: CertificateInput, hosts: ReadonlyArray<string>) {
    if (Option.isSome(tlsCert) && Option.isSome(tlsKey)) return yield* readPair(tlsCert.value, tlsKey.value)
    if (Option.isSome(tlsCert) || Option.isSome(tlsKey)) {
      return yield* fail("--tls-cert and --tls-key need each other", wrongUsage)
    }
    const authority = yield* readAuthority(hosts)
    const { makeCertificate } = yield* Effect.promise(() => import("@recordop/server/tls/certificates"))
    const { certificate, key } = yield* makeCertificate(authority, [...authorityNames, ...hosts])
    return { certificate: `${certificate}\n${authority.certificate}`, key }
  }
)

const readPair = Effect.fnUntraced(function*(certificateFile: string, keyFile: string) {
  const certificate = yield* readCertificates(certificateFile)
  const key = yield* readText(keyFile)
  const tried = Result.try(() => createSecureContext({ cert: certificate, key }))
  return Result.isSuccess(tried)
    ? { certificate, key }
    : yield* fail(`${keyFile}: it is not the private key of ${certificateFile} in PEM: ${String(tried.failure)}`)
})
