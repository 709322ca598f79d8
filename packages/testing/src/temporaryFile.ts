import { NodeFileSystem } from "@effect/platform-node"
import { Effect, FileSystem } from "effect"

/** The name of a database file that does not exist yet; its folder goes when the scope ends. */
export const temporaryFile = Effect.gen(function*() {
  const fileSystem = yield* FileSystem.FileSystem
  return `${yield* fileSystem.makeTempDirectoryScoped()}/operations.db`
  // oxlint-disable-next-line effecttsgo/strict-effect-provide -- tests have no other entry point
}).pipe(Effect.orDie, Effect.provide(NodeFileSystem.layer))
