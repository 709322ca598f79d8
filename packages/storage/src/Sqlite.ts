import { failure, type RecordOperationsError, type Seed, type Stored, Unavailable } from "@recordop/core"
import { Effect, Layer } from "effect"
import { SqlClient } from "effect/sql"
import { migrate, migrationsTable } from "./migrations.ts"
import { orUnavailable } from "./orUnavailable.ts"
import * as SqlCallStore from "./SqlCallStore.ts"
import * as SqlClockStore from "./SqlClockStore.ts"
import * as SqliteClient from "./SqliteClient.ts"
import * as SqlOutbox from "./SqlOutbox.ts"
import * as SqlRecordOperations from "./SqlRecordOperations.ts"
import * as SqlStore from "./SqlStore.ts"
import * as StoreLog from "./StoreLog.ts"
import * as Transactions from "./Transactions.ts"

/**
 * Keeps operations in an SQLite file, which is made when there is none and gets the seed when it has no calls.
 * `filename` may be `:memory:`. A change that has been answered is on disk.
 *
 * Fails with `Unavailable` when the file cannot be opened, is no database or that of another program, or was written by
 * a newer release.
 */
export const layerSqlite = (
  filename: string,
  seed: Seed
): Layer.Layer<Stored, RecordOperationsError> =>
  Layer.mergeAll(
    SqlRecordOperations.layer,
    SqlStore.layer("sqlite", seed),
    SqlCallStore.layer,
    SqlOutbox.layer,
    SqlClockStore.layer
  ).pipe(
    Layer.provideMerge(StoreLog.layer),
    Layer.provide(Transactions.layerGrouped),
    Layer.provide(Layer.effectDiscard(orUnavailable(Effect.andThen(refuseForeign, migrate)))),
    Layer.provide(SqliteClient.layer(filename)),
    Layer.catch(({ message }) =>
      Layer.effectContext(Effect.fail(failure(new Unavailable({ message: `Cannot use ${filename}: ${message}` }))))
    ),
    // Two stores in one program must not share what stands between them and their files.
    Layer.fresh
  )

/** Fails when there are tables and none of them is ours: migrations would write into the database of another program. */
const refuseForeign = Effect.gen(function*() {
  const sql = yield* SqlClient.SqlClient
  const tables = yield* sql`SELECT name FROM sqlite_master WHERE type = 'table'`
  if (tables.length === 0 || tables.some(({ name }) => name === migrationsTable)) return undefined
  return yield* failure(new Unavailable({ message: "it is the database of another program." }))
})
