import { Unavailable } from "@recordop/core"
import type { Seed } from "@recordop/emulator/protocol/Seed"
import type { Store } from "@recordop/emulator/Store"
import { Effect, Layer } from "effect"
import { SqlClient } from "effect/sql"
// oxlint-disable-next-line effecttsgo/node-builtin-import -- as SqliteClient.ts: of Node alone
import { existsSync } from "node:fs"
// oxlint-disable-next-line effecttsgo/node-builtin-import -- as above
import { dirname } from "node:path"
import { claimFile } from "./claimFile.ts"
import { migrate, migrationsTable } from "./migrations.ts"
import * as Ownership from "./Ownership.ts"
import * as Publication from "./Publication.ts"
import * as SqliteClient from "./SqliteClient.ts"
import * as SqlStore from "./SqlStore.ts"
import * as Transactions from "./Transactions.ts"
import { untilUnlocked } from "./Transactions.ts"

/**
 * Keeps everything in an SQLite file, which is made when there is none and gets the seed when it has no calls.
 * `filename` may be `:memory:`. A change that has been answered is on disk.
 *
 * Fails with `Unavailable` when the file cannot be opened, is no database or that of another program, or was written by
 * a newer release.
 */
export const layerSqlite = (filename: string, seed: Seed): Layer.Layer<Store, Unavailable> =>
  SqlStore.layer("sqlite", seed).pipe(
    Layer.provide([Publication.layerLocal, Ownership.layerAlone(claimFile(filename))]),
    Layer.provide(Transactions.layerGrouped),
    Layer.provide(Layer.effectDiscard(untilUnlocked(Effect.andThen(refuseForeign, migrate)))),
    Layer.provide(SqliteClient.layer(filename)),
    Layer.catch(({ message }) => {
      const why = existsSync(dirname(filename)) ? message : `there is no folder ${dirname(filename)}.`
      return Layer.effectContext(Effect.fail(new Unavailable({ message: `Cannot use ${filename}: ${why}` })))
    }),
    // Two stores in one program must not share what stands between them and their files.
    Layer.fresh
  )

/** Fails when there are tables and none of them is ours: migrations would write into the database of another program. */
const refuseForeign = Effect.gen(function*() {
  const sql = yield* SqlClient.SqlClient
  const tables = yield* sql`SELECT name FROM sqlite_master WHERE type = 'table'`
  if (tables.length === 0 || tables.some(({ name }) => name === migrationsTable)) return undefined
  return yield* new Unavailable({ message: "it is the database of another program." })
})
