import { Unavailable } from "@recordop/core"
import { Effect, type Scope } from "effect"
// oxlint-disable-next-line effecttsgo/node-builtin-import -- as SqliteClient.ts: of Node alone
import { realpathSync } from "node:fs"
import { DatabaseSync } from "node:sqlite"

/**
 * Claims an SQLite file for a server, for as long as the scope lives: two servers on one file would both send its
 * notifications. What is claimed is an exclusive lock on a small database beside it, which the system gives up by itself when
 * the process ends, also when it is killed.
 */
export const claimFile = (filename: string): Effect.Effect<void, Unavailable, Scope.Scope> =>
  filename === ":memory:"
    ? Effect.void
    : Effect.asVoid(Effect.acquireRelease(
      Effect.try({
        try: () => lock(`${realpathSync(filename)}-server`),
        catch: (cause) => new Unavailable({ message: problemOf(filename, cause), cause })
      }),
      (lock) => Effect.sync(() => lock.close())
    ))

/** SQLite's codes for a lock of somebody else. */
const busyCodes = new Set<unknown>([5, 261, 517])

const problemOf = (filename: string, cause: unknown): string =>
  cause instanceof Error && "errcode" in cause && busyCodes.has(cause.errcode)
    ? `Another recordop server uses ${filename}.`
    : `Cannot claim ${filename} by ${filename}-server: ${cause instanceof Error ? cause.message : String(cause)}.`

const lock = (filename: string): DatabaseSync => {
  const database = new DatabaseSync(filename, { timeout: 0 })
  try {
    database.exec("PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE")
    return database
  } catch (error) {
    database.close()
    throw error
  }
}
