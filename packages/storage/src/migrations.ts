import { failure, type RecordOperationsError, Unavailable } from "@recordop/core"
import { Effect, Schema } from "effect"
import { Migrator, SqlClient, type SqlError } from "effect/sql"

/** Where the migrator remembers what it has done. */
export const migrationsTable = "recordop_migrations"

const createTables = Effect.gen(function*() {
  const sql = yield* SqlClient.SqlClient
  const sequence = sql.onDialectOrElse({
    pg: () => sql.literal("BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY"),
    orElse: () => sql.literal("INTEGER PRIMARY KEY AUTOINCREMENT")
  })
  yield* sql`CREATE TABLE calls (key TEXT PRIMARY KEY, id TEXT NOT NULL)`
  yield* sql`CREATE TABLE record_operations (
    sequence ${sequence},
    call_key TEXT NOT NULL REFERENCES calls (key),
    key TEXT NOT NULL,
    version INTEGER NOT NULL,
    body TEXT NOT NULL,
    UNIQUE (call_key, key)
  )`
  yield* sql`CREATE INDEX record_operations_in_order ON record_operations (call_key, sequence)`
})

/** Append only: what a release has shipped is in people's files. */
const migrations: ReadonlyArray<Migrator.ResolvedMigration> = [
  [1, "create_tables", Effect.succeed(createTables)]
]

const schemaVersion = migrations.length

const runMigrations = Migrator.make({})({ loader: Effect.succeed(migrations), table: migrationsTable })

const Versions = Schema.Array(Schema.Struct({ version: Schema.NullOr(Schema.Int) }))

/** Brings the tables to this release's version. Fails with `Unavailable`, also when they are of a newer release. */
export const migrate: Effect.Effect<void, RecordOperationsError | SqlError.SqlError, SqlClient.SqlClient> = Effect.gen(
  function*() {
    yield* Effect.mapError(
      runMigrations,
      (error) =>
        error._tag === "MigrationError" ? failure(new Unavailable({ message: error.message, cause: error })) : error
    )
    const sql = yield* SqlClient.SqlClient
    const [found] = yield* sql`SELECT max(migration_id) AS version FROM ${sql(migrationsTable)}`.pipe(
      Effect.flatMap(Schema.decodeUnknownEffect(Versions)),
      Effect.orDie
    )
    const version = found?.version ?? 0
    if (version > schemaVersion) {
      const message =
        `it has tables of version ${version}, of a newer recordop; this one knows version ${schemaVersion}.`
      return yield* failure(new Unavailable({ message }))
    }
    return undefined
  }
)
