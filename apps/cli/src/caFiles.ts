import { type KeyPair, makeAuthority } from "@recordop/server/tls/certificates"
import { microsoftNames, ownNames } from "@recordop/server/tls/names"
import { Config, Effect, FileSystem, Option, Path } from "effect"
import { homedir, platform } from "node:os"
import { fail } from "./Failure.ts"

/** Where programs of this platform keep what is of one user. */
const dataFolder = (): string => {
  const home = homedir()
  switch (platform()) {
    case "darwin":
      return `${home}/Library/Application Support`
    case "win32":
      return process.env["LOCALAPPDATA"] ?? `${home}\\AppData\\Local`
    default:
      return process.env["XDG_DATA_HOME"] ?? `${home}/.local/share`
  }
}

/** Where the authority of this machine is kept. */
export const caFolder = Effect.gen(function*() {
  const path = yield* Path.Path
  const given = yield* Effect.orDie(Config.option(Config.String("RECORDOP_CA_DIR")))
  return Option.getOrElse(given, () => path.join(dataFolder(), "recordop"))
})

/** The file of the certificate that others are to trust. */
export const caFile = Effect.gen(function*() {
  const path = yield* Path.Path
  return path.join(yield* caFolder, "ca.pem")
})

/** The authority of this machine, which is made when there is none. Its key is for its owner's eyes. */
export const readAuthority = Effect.gen(function*() {
  const files = yield* FileSystem.FileSystem
  const path = yield* Path.Path
  const folder = yield* caFolder
  const certificateFile = yield* caFile
  const keyFile = path.join(folder, "ca-key.pem")
  const read = (file: string) => Effect.option(files.readFileString(file))
  const [certificate, key] = [yield* read(certificateFile), yield* read(keyFile)]
  if (Option.isSome(certificate) && Option.isSome(key)) {
    const known: KeyPair = { certificate: certificate.value, key: key.value }
    return known
  }
  const made = yield* makeAuthority([...ownNames, ...microsoftNames])
  yield* files.makeDirectory(folder, { recursive: true, mode: 0o700 })
  yield* files.writeFileString(keyFile, made.key, { mode: 0o600 })
  yield* files.writeFileString(certificateFile, made.certificate, { mode: 0o644 })
  return made
}).pipe(Effect.catchTag("PlatformError", ({ message }) => fail(`cannot keep the certificate authority: ${message}`)))
