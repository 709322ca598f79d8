import type { KeyPair } from "@recordop/server/tls/certificates"
import { authorityNames } from "@recordop/server/tls/names"
import { Clock, Config, Effect, FileSystem, Option, Path, Result } from "effect"
import { SecureRandom } from "effect/crypto"
// oxlint-disable-next-line effecttsgo/node-builtin-import -- Effect reads no certificates
import { X509Certificate } from "node:crypto"
import { homedir, platform } from "node:os"
import { fail } from "./Failure.ts"

/** Where programs of each platform keep what is of one user: a variable that says so, or a folder in the user's own. */
const dataFolders: Readonly<Partial<Record<NodeJS.Platform, readonly [variable: string, folder: string]>>> = {
  darwin: ["XDG_DATA_HOME", "Library/Application Support"],
  win32: ["LOCALAPPDATA", "AppData/Local"]
}

/** A variable of the environment, when it is set. */
export const readVariable = (name: string) => Effect.orDie(Config.option(Config.String(name)))

/** Where the authority of this machine is kept. */
export const caFolder = Effect.gen(function*() {
  const path = yield* Path.Path
  const [variable, folder] = dataFolders[platform()] ?? ["XDG_DATA_HOME", ".local/share"]
  const data = Option.getOrElse(yield* readVariable(variable), () => path.join(homedir(), folder))
  return Option.getOrElse(yield* readVariable("RECORDOP_CA_DIR"), () => path.join(data, "recordop"))
})

const privateKey = /-----BEGIN PRIVATE KEY-----[^-]*-----END PRIVATE KEY-----\n?/

/** Reads a private key and its certificates from one file, when it is there and has them. */
export const readPair = Effect.fnUntraced(function*(file: string) {
  const files = yield* FileSystem.FileSystem
  const text = Option.getOrElse(yield* Effect.option(files.readFileString(file)), () => "")
  const [key] = privateKey.exec(text) ?? []
  const certificate = text.replace(privateKey, "")
  const pair: KeyPair | undefined = key === undefined || certificate === "" ? undefined : { certificate, key }
  return pair
})

/** Says why a certificate cannot be kept. */
export const cannotKeep = ({ message }: { readonly message: string }) => fail(`cannot keep a certificate: ${message}`)

/** Writes a file for its owner's eyes, which is there as a whole or not at all; gives where it is, until that is moved. */
const draftOf = Effect.fnUntraced(function*(file: string, text: string) {
  const files = yield* FileSystem.FileSystem
  const path = yield* Path.Path
  const draft = `${file}.${SecureRandom.uuidV4Unsafe()}`
  yield* files.makeDirectory(path.dirname(file), { recursive: true, mode: 0o700 })
  yield* Effect.addFinalizer(() => Effect.ignore(files.remove(draft, { force: true })))
  yield* files.writeFileString(draft, text, { mode: 0o600, flag: "wx" })
  return draft
})

/** Keeps a file, unless somebody else has kept one there at the same time. */
export const keepFirst = Effect.fnUntraced(function*(file: string, text: string) {
  const files = yield* FileSystem.FileSystem
  const link = files.link(yield* draftOf(file, text), file)
  yield* Effect.catchIf(link, ({ reason }) => reason._tag === "AlreadyExists", () => Effect.void)
}, Effect.scoped)

/** Keeps a file in the place of the one before. */
export const keepLast = Effect.fnUntraced(function*(file: string, text: string) {
  const files = yield* FileSystem.FileSystem
  yield* files.rename(yield* draftOf(file, text), file)
}, Effect.scoped)

/** Writes a private key and its certificates as `readPair` reads them. */
export const formatPair = ({ certificate, key }: KeyPair): string => `${key.trimEnd()}\n${certificate.trimEnd()}\n`

/** An authority is good for its names alone, so that of a server with more names is another one. */
export const authorityFolder = Effect.fnUntraced(function*(hosts: ReadonlyArray<string>) {
  const path = yield* Path.Path
  const name = hosts.map((host) => host.toLowerCase().replaceAll(/[^\w.-]/g, "_")).toSorted().join("+")
  return path.join(yield* caFolder, name === "" ? "" : `hosts-${name}`)
})

/** The file of the certificate that others are to trust, once there is an authority. */
export const caFile = Effect.fnUntraced(function*(hosts: ReadonlyArray<string>) {
  const path = yield* Path.Path
  return path.join(yield* authorityFolder(hosts), "ca.pem")
})

/** A certificate is used again while it is good for another day. */
const renewal = 86_400_000

/** Whether a certificate is good for a while yet. */
export const isLasting = (certificate: string, now: number): boolean =>
  Result.getOrElse(
    Result.try(() => Date.parse(new X509Certificate(certificate).validTo) > now + renewal),
    () => false
  )

/** The authority of this machine, for its own names, those of Microsoft and these hosts; it is made when there is none that is good. */
export const readAuthority = Effect.fnUntraced(function*(hosts: ReadonlyArray<string>) {
  const path = yield* Path.Path
  const file = path.join(yield* authorityFolder(hosts), "authority.pem")
  const authority = yield* readGood(file, hosts)
  yield* publish(yield* caFile(hosts), authority.certificate)
  return authority
}, Effect.catchTag("PlatformError", cannotKeep))

/** The authority of a file, or a new one; that of somebody else who was faster. */
const readGood = Effect.fnUntraced(function*(file: string, hosts: ReadonlyArray<string>) {
  const kept = yield* readPair(file)
  const now = yield* Clock.currentTimeMillis
  if (kept !== undefined && isLasting(kept.certificate, now)) return kept
  const { makeAuthority } = yield* Effect.promise(() => import("@recordop/server/tls/certificates"))
  const made = formatPair(yield* makeAuthority([...authorityNames, ...hosts]))
  yield* kept === undefined ? keepFirst(file, made) : keepLast(file, made)
  return (yield* readPair(file)) ?? (yield* fail(`${file}: expected a private key and its certificate in PEM`))
})

/** Keeps the certificate of an authority where others read it. */
const publish = Effect.fnUntraced(function*(file: string, certificate: string) {
  const files = yield* FileSystem.FileSystem
  const kept = yield* Effect.orElseSucceed(files.readFileString(file), () => "")
  if (kept === certificate) return
  yield* keepLast(file, certificate)
  yield* files.chmod(file, 0o644)
})
