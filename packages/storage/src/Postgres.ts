import { PgClient, PgTypes } from "@effect/sql-pg"
import { Unavailable } from "@recordop/core"
import type { Seed } from "@recordop/emulator/protocol/Seed"
import type { Store } from "@recordop/emulator/Store"
import { Effect, Layer, Redacted, Result } from "effect"
import { SqlClient } from "effect/sql"
import { makeDialect } from "./dialect.ts"
import { deepestMessage } from "./Failure.ts"
import { migrate } from "./migrations.ts"
import { layerPostgres as layerOwnership } from "./PostgresOwnership.ts"
import { layerPostgres as layerPublication } from "./PostgresPublication.ts"
import { type PostgresSettings, readPostgresUrl } from "./PostgresUrl.ts"
import * as SqlStore from "./SqlStore.ts"
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
  SqlStore.layer("postgres", seed).pipe(
    Layer.provide([layerPublication(settings.connections), layerOwnership, Transactions.layerConcurrent]),
    Layer.provide(Layer.effectDiscard(prepare(settings.schema))),
    Layer.provide(layerClient(settings)),
    Layer.catch((error) => Layer.effectContext(Effect.fail(new Unavailable({ message: deepestMessage(error) }))))
  )

/** Makes or renews the tables; servers that start at the same time wait for each other. */
const prepare = Effect.fnUntraced(function*(schema: string) {
  const sql = yield* SqlClient.SqlClient
  const { lockStore } = yield* makeDialect
  const create = sql`CREATE SCHEMA IF NOT EXISTS ${sql(schema)}`
  yield* sql.withTransaction(Effect.andThen(lockStore, Effect.andThen(create, migrate)))
})

const layerClient = ({ connections, schema, statementTimeout, url }: PostgresSettings) =>
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

const withoutPassword = (url: string): string => url.replace(/(?<=:\/\/[^/@:]*):[^/@]*@/u, ":***@")
