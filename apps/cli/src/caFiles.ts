import type { KeyPair } from "@recordop/server/tls/certificates"
import { authorityNames } from "@recordop/server/tls/names"
import { Config, Effect, FileSystem, Option, Path } from "effect"
import { homedir, platform } from "node:os"
import { fail } from "./Failure.ts"

/** Where programs of each platform keep what is of one user: a variable that says so, or a folder in the user's own. */
const dataFolders: Readonly<Partial<Record<NodeJS.Platform, readonly [variable: string, folder: string]>>> = {
  darwin: ["XDG_DATA_HOME", "Library/Application Support"],
  win32: ["LOCALAPPDATA", "AppData/Local"]
}

const read = (name: string) => Effect.orDie(Config.option(Config.String(name)))

/** Where the authority of this machine is kept. */
export const caFolder = Effect.gen(function*() {
  const path = yield* Path.Path
  const [variable, folder] = dataFolders[platform()] ?? ["XDG_DATA_HOME", ".local/share"]
  const data = Option.getOrElse(yield* read(variable), () => path.join(homedir(), folder))
  return Option.getOrElse(yield* read("RECORDOP_CA_DIR"), () => path.join(data, "recordop"))
})

/** An authority is good for its names alone, so that of a server with more names is another one. */
const authorityFolder = Effect.fnUntraced(function*(hosts: ReadonlyArray<string>) {
  const path = yield* Path.Path
  const name = hosts.map((host) => host.toLowerCase().replaceAll(/[^\w.-]/g, "_")).toSorted().join("+")
  return path.join(yield* caFolder, name)
})

/** The file of the certificate that others are to trust. */
export const caFile = Effect.fnUntraced(function*(hosts: ReadonlyArray<string>) {
  const path = yield* Path.Path
  return path.join(yield* authorityFolder(hosts), "ca.pem")
})

/**
 * The authority of this machine, for its own names, those of Microsoft and these hosts; it is made when there is none. Its key is for
 * its owner's eyes.
 */
export const readAuthority = Effect.fnUntraced(function*(hosts: ReadonlyArray<string>) {
  const files = yield* FileSystem.FileSystem
  const path = yield* Path.Path
  const folder = yield* authorityFolder(hosts)
  const certificateFile = yield* caFile(hosts)
  const keyFile = path.join(folder, "ca-key.pem")
  const certificate = yield* Effect.option(files.readFileString(certificateFile))
  const key = yield* Effect.option(files.readFileString(keyFile))
  if (Option.isSome(certificate) && Option.isSome(key)) {
    const known: KeyPair = { certificate: certificate.value, key: key.value }
    return known
  }
  const { makeAuthority } = yield* Effect.promise(() => import("@recordop/server/tls/certificates"))
  const made = yield* makeAuthority([...authorityNames, ...hosts])
  yield* files.makeDirectory(folder, { recursive: true, mode: 0o700 })
  yield* files.writeFileString(keyFile, made.key, { mode: 0o600 })
  yield* files.writeFileString(certificateFile, made.certificate, { mode: 0o644 })
  return made
}, Effect.catchTag("PlatformError", ({ message }) => fail(`cannot keep the certificate authority: ${message}`)))
