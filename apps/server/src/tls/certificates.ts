import "reflect-metadata"
import { AsnConvert } from "@peculiar/asn1-schema"
import { GeneralName, GeneralSubtree, GeneralSubtrees, id_ce_nameConstraints, NameConstraints } from "@peculiar/asn1-x509"
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
import { Clock, Effect } from "effect"

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

const newKeys = () => crypto.subtle.generateKey(algorithm, true, ["sign", "verify"])

const serialNumber = (): string => crypto.randomUUID().replaceAll("-", "").replace(/^./, "1")

const pemOf = async ({ privateKey }: CryptoKeyPair): Promise<string> =>
  PemConverter.encode(await crypto.subtle.exportKey("pkcs8", privateKey), "PRIVATE KEY")

/**
 * An authority of this machine's own. Whoever trusts it trusts it for these names and no other (RFC 5280, 4.2.1.10).
 */
export const makeAuthority = (names: ReadonlyArray<string>): Effect.Effect<KeyPair> =>
  Effect.flatMap(Clock.currentTimeMillis, (now) =>
    Effect.promise(async () => {
      const keys = await newKeys()
      const constraints = new NameConstraints({
        permittedSubtrees: new GeneralSubtrees(names.map(subtreeOf))
      })
      const certificate = await X509CertificateGenerator.createSelfSigned({
        serialNumber: serialNumber(),
        name: "CN=recordop of this machine, O=recordop",
        notBefore: new Date(now - day),
        notAfter: new Date(now + authorityLifetime),
        signingAlgorithm: algorithm,
        keys,
        extensions: [
          new BasicConstraintsExtension(true, 0, true),
          new KeyUsagesExtension(KeyUsageFlags.keyCertSign | KeyUsageFlags.cRLSign, true),
          new Extension(id_ce_nameConstraints, true, AsnConvert.serialize(constraints)),
          await SubjectKeyIdentifierExtension.create(keys.publicKey)
        ]
      })
      return { certificate: certificate.toString("pem"), key: await pemOf(keys) }
    }))

/** A certificate for a server with these names, signed by an authority. */
export const makeCertificate = (authority: KeyPair, names: ReadonlyArray<string>): Effect.Effect<KeyPair> =>
  Effect.flatMap(Clock.currentTimeMillis, (now) =>
    Effect.promise(async () => {
      const issuer = new X509Certificate(authority.certificate)
      const signingKey = await crypto.subtle.importKey(
        "pkcs8",
        PemConverter.decodeFirst(authority.key),
        algorithm,
        false,
        ["sign"]
      )
      const keys = await newKeys()
      const certificate = await X509CertificateGenerator.create({
        serialNumber: serialNumber(),
        subject: `CN=${names[0] ?? "localhost"}`,
        issuer: issuer.subject,
        notBefore: new Date(now - day),
        notAfter: new Date(now + certificateLifetime),
        signingAlgorithm: algorithm,
        publicKey: keys.publicKey,
        signingKey,
        extensions: [
          new BasicConstraintsExtension(false, undefined, true),
          new KeyUsagesExtension(KeyUsageFlags.digitalSignature, true),
          new ExtendedKeyUsageExtension([ExtendedKeyUsage.serverAuth]),
          new SubjectAlternativeNameExtension(names.map(alternativeName)),
          await SubjectKeyIdentifierExtension.create(keys.publicKey),
          await AuthorityKeyIdentifierExtension.create(issuer.publicKey)
        ]
      })
      return { certificate: certificate.toString("pem"), key: await pemOf(keys) }
    }))
