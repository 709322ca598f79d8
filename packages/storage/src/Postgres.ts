import { PgClient, PgTypes } from "@effect/sql-pg"
import { Unavailable } from "@recordop/core"
import type { Seed } from "@recordop/emulator/protocol/Seed"
import type { Store } from "@recordop/emulator/Store"
import { Effect, Fiber, Layer, Redacted, Result, Schema, Scope } from "effect"
import { SqlClient, SqlSchema } from "effect/sql"
import { makeDialect } from "./dialect.ts"
import { deepestMessage } from "./Failure.ts"
import { migrate } from "./migrations.ts"
import { layerPostgres as layerOwnership } from "./PostgresOwnership.ts"
import { layerPostgres as layerPublication } from "./PostgresPublication.ts"
import { type PostgresSettings, readPostgresUrl } from "./PostgresUrl.ts"
import * as SqlStore from "./SqlStore.ts"
import { withoutPassword } from "./StoreLocation.ts"
import * as Transactions from "./Transactions.ts"

/**
 * Keeps everything in a PostgreSQL database, 13 or newer, in a schema of its own. Servers on one database are one emulator:
 * they share calls, notifications, the clock, the signing key and events. A change that has been answered is committed.
 *
 * Fails with `Unavailable` when the database cannot be reached or was written by a newer release.
 */
export const layerPostgres = (url: string, seed: Seed): Layer.Layer<Store, Unavailable> =>
  Layer.unwrap(Effect.map(Effect.fromResult(readPostgresUrl(url)), (settings) => layerWith(settings, seed))).pipe(
    Layer.catch(({ message }) =>
      Layer.effectContext(Effect.fail(new Unavailable({ message: `Cannot use ${withoutPassword(url)}: ${message}` })))
    ),
    Layer.fresh
  )

const layerWith = (settings: PostgresSettings, seed: Seed) =>
  SqlStore.layer("postgres", seed, settings.statementTimeout + reserve).pipe(
    Layer.provide([layerPublication(settings.connections), layerOwner(settings), Transactions.layerConcurrent]),
    Layer.provide(Layer.effectDiscard(prepare(settings.schema))),
    Layer.provide(layerClient(settings)),
    Layer.catch((error) => Layer.effectContext(Effect.fail(new Unavailable({ message: deepestMessage(error) }))))
  )

/** How long the database may take for an answer besides the longest statement, in milliseconds: a network can swallow answers. */
const reserve = 5_000

/** That a server lives is said on a connection of its own, if there can be one: those of the pool may all wait for a lock. */
const layerOwner = (settings: PostgresSettings) =>
  settings.connections > 1
    ? layerOwnership(layerClient({ ...settings, connections: 1 }))
    : Layer.unwrap(Effect.map(SqlClient.SqlClient, (sql) => layerOwnership(Layer.succeed(SqlClient.SqlClient, sql))))

/** Makes or renews the tables; servers that start at the same time wait for each other. */
const prepare = Effect.fnUntraced(function*(schema: string) {
  const sql = yield* SqlClient.SqlClient
  const { lockStore } = yield* makeDialect
  const found = SqlSchema.findOne({
    Request: Schema.Void,
    Result: Schema.Struct({ encoding: Schema.String, hasSchema: Schema.Boolean }),
    execute: () =>
      sql`SELECT current_setting('server_encoding') AS encoding, to_regnamespace(${schema}) IS NOT NULL AS "hasSchema"`
  })(undefined)
  const tables = Effect.gen(function*() {
    const { encoding, hasSchema } = yield* found
    if (encoding !== "UTF8") {
      return yield* new Unavailable({ message: `its encoding is ${encoding}; expected UTF8.` })
    }
    // Who may use a schema that somebody else has made may not be allowed to make one.
    if (!hasSchema) yield* sql`CREATE SCHEMA ${sql(schema)}`
    yield* migrate
    // Those of another database, from which this one was restored: they would never count as being over.
    return yield* sql`DELETE FROM events
      WHERE transaction >= CAST(CAST(pg_snapshot_xmax(pg_current_snapshot()) AS TEXT) AS BIGINT)`
  })
  yield* sql.withTransaction(Effect.andThen(lockStore, tables))
})

/** How long the end of connections may take. */
const longestClose = "5 seconds"

/** What is made in a scope of its own, which ends with this one; one that does not end in time is left behind. */
const closedInTime = <A, E>(layer: Layer.Layer<A, E>): Layer.Layer<A, E> =>
  Layer.effectContext(Effect.gen(function*() {
    const scope = yield* Scope.make()
    yield* Effect.addFinalizer((exit) =>
      Effect.flatMap(
        Effect.forkDetach(Scope.close(scope, exit)),
        (closing) => Effect.interruptible(Effect.timeoutOption(Fiber.await(closing), longestClose))
      )
    )
    return yield* Layer.buildWithScope(layer, scope)
  }))

const layerClient = (settings: PostgresSettings) => closedInTime(layerPool(settings))

const layerPool = ({ connections, schema, statementTimeout, url }: PostgresSettings) =>
  PgClient.layer({
    url: Redacted.make(url),
    applicationName: `recordop ${schema}`,
    maxConnections: connections,
    connectTimeout: "5 seconds",
    startupParameters: { search_path: schema, statement_timeout: String(statementTimeout) },
    types: numbers()
  })

/** Numbers of 64 bits, which are numbers here: sequences, times in milliseconds, counts. */
const numbers = () => {
  const types = PgTypes.makeRegistry()
  types.register<number>(PgTypes.OID.int8, {
    encode: (value) => {
      const bytes = new Uint8Array(8)
      new DataView(bytes.buffer).setBigInt64(0, BigInt(value))
      return Result.succeed(bytes)
    },
    decode: (bytes) => Result.succeed(Number(new DataView(bytes.buffer, bytes.byteOffset).getBigInt64(0)))
  })
  return types
}
