// oxlint-disable-next-line import/no-unassigned-import -- the decorators of @peculiar/x509 need what it adds to Reflect
import "reflect-metadata"
import { AsnConvert } from "@peculiar/asn1-schema"
import {
  GeneralName,
  GeneralSubtree,
  GeneralSubtrees,
  id_ce_nameConstraints,
  NameConstraints
} from "@peculiar/asn1-x509"
import {
  AuthorityKeyIdentifierExtension,
  BasicConstraintsExtension,
  ExtendedKeyUsage,
  ExtendedKeyUsageExtension,
  Extension,
  type JsonGeneralName,
  KeyUsageFlags,
  KeyUsagesExtension,
  PemConverter,
  SubjectAlternativeNameExtension,
  SubjectKeyIdentifierExtension,
  X509Certificate,
  X509CertificateGenerator
} from "@peculiar/x509"
import { Clock, DateTime, Effect } from "effect"
import { SecureRandom } from "effect/crypto"

/** A certificate and its private key, both in PEM. */
export interface KeyPair {
  readonly certificate: string
  readonly key: string
}

const algorithm = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" }

const day = 86_400_000

/** How long the authority and the certificates that it signs are good for: platforms take none that is good for longer. */
const authorityLifetime = 3_650 * day
const certificateLifetime = 397 * day

const isAddress = (name: string): boolean => /^[\d.]+$|:/.test(name)

const subtreeOf = (name: string): GeneralSubtree => {
  if (!isAddress(name)) return new GeneralSubtree({ base: new GeneralName({ dNSName: name }) })
  return new GeneralSubtree({ base: new GeneralName({ iPAddress: `${name}/${name.includes(":") ? 128 : 32}` }) })
}

const alternativeName = (value: string): JsonGeneralName => ({ type: isAddress(value) ? "ip" : "dns", value })

const newKeys = Effect.promise(() => crypto.subtle.generateKey(algorithm, true, ["sign", "verify"]))

const dateAt = (instant: number): Date => DateTime.toDate(DateTime.makeUnsafe(instant))

const serialNumber = (): string => SecureRandom.uuidV4Unsafe().replaceAll("-", "").replace(/^./, "1")

const pemOf = ({ privateKey }: CryptoKeyPair): Effect.Effect<string> =>
  Effect.map(
    Effect.promise(() => crypto.subtle.exportKey("pkcs8", privateKey)),
    (bytes) => PemConverter.encode(bytes, "PRIVATE KEY")
  )

/** What certificates say of their own key and of that of their issuer. */
const subjectKey = (key: CryptoKey) => Effect.promise(() => SubjectKeyIdentifierExtension.create(key))

const pairOf = (certificate: X509Certificate, keys: CryptoKeyPair): Effect.Effect<KeyPair> =>
  Effect.map(pemOf(keys), (key) => ({ certificate: certificate.toString("pem"), key }))

/**
 * An authority of this machine's own. Whoever trusts it trusts it for these names and no other (RFC 5280, 4.2.1.10).
 */
export const makeAuthority = Effect.fnUntraced(function*(names: ReadonlyArray<string>) {
  const now = yield* Clock.currentTimeMillis
  const keys = yield* newKeys
  const constraints = new NameConstraints({ permittedSubtrees: new GeneralSubtrees(names.map(subtreeOf)) })
  const extensions = [
    new BasicConstraintsExtension(true, 0, true),
    new KeyUsagesExtension(KeyUsageFlags.keyCertSign | KeyUsageFlags.cRLSign, true),
    new Extension(id_ce_nameConstraints, true, AsnConvert.serialize(constraints)),
    yield* subjectKey(keys.publicKey)
  ]
  const certificate = yield* Effect.promise(() =>
    X509CertificateGenerator.createSelfSigned({
      serialNumber: serialNumber(),
      name: "CN=recordop of this machine, O=recordop",
      notBefore: dateAt(now - day),
      notAfter: dateAt(now + authorityLifetime),
      signingAlgorithm: algorithm,
      keys,
      extensions
    })
  )
  return yield* pairOf(certificate, keys)
})

/** A certificate for a server with these names, signed by an authority. */
export const makeCertificate = Effect.fnUntraced(function*(authority: KeyPair, names: ReadonlyArray<string>) {
  const now = yield* Clock.currentTimeMillis
  const issuer = new X509Certificate(authority.certificate)
  const signingKey = yield* Effect.promise(() =>
    crypto.subtle.importKey("pkcs8", PemConverter.decodeFirst(authority.key), algorithm, false, ["sign"])
  )
  const keys = yield* newKeys
  const extensions = [
    new BasicConstraintsExtension(false, undefined, true),
    new KeyUsagesExtension(KeyUsageFlags.digitalSignature, true),
    new ExtendedKeyUsageExtension([ExtendedKeyUsage.serverAuth]),
    new SubjectAlternativeNameExtension(names.map(alternativeName)),
    yield* subjectKey(keys.publicKey),
    yield* Effect.promise(() => AuthorityKeyIdentifierExtension.create(issuer.publicKey))
  ]
  const certificate = yield* Effect.promise(() =>
    X509CertificateGenerator.create({
      serialNumber: serialNumber(),
      subject: `CN=${names[0] ?? "localhost"}`,
      issuer: issuer.subject,
      notBefore: dateAt(now - day),
      notAfter: dateAt(now + certificateLifetime),
      signingAlgorithm: algorithm,
      publicKey: keys.publicKey,
      signingKey,
      extensions
    })
  )
  return yield* pairOf(certificate, keys)
})
