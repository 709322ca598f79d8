import { Unavailable } from "@recordop/core"
import { Effect, Schema } from "effect"
import { Migrator, SqlClient, type SqlError } from "effect/sql"
import { makeDialect } from "./dialect.ts"
import { moveQueues } from "./release1.ts"

/** Where the migrator remembers what it has done. */
export const migrationsTable = "recordop_migrations"

const createTables = Effect.gen(function*() {
  const sql = yield* SqlClient.SqlClient
  const { orderedText, sequence } = yield* makeDialect
  yield* sql`CREATE TABLE calls (key ${orderedText} PRIMARY KEY, id TEXT NOT NULL)`
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

/** Calls get what is simulated of them, and there are notifications, recordings and a clock. Times are milliseconds since 1970. */
const addSimulation = Effect.gen(function*() {
  const sql = yield* SqlClient.SqlClient
  const { sequence } = yield* makeDialect
  yield* sql`ALTER TABLE calls ADD COLUMN state TEXT`
  yield* sql`ALTER TABLE calls ADD COLUMN due_at BIGINT`
  yield* sql`CREATE INDEX calls_due ON calls (due_at) WHERE due_at IS NOT NULL`
  yield* sql`CREATE TABLE notifications (
    sequence ${sequence},
    id TEXT NOT NULL UNIQUE,
    call_key TEXT NOT NULL REFERENCES calls (key),
    state TEXT NOT NULL,
    due_at BIGINT NOT NULL,
    body TEXT NOT NULL
  )`
  yield* sql`CREATE INDEX notifications_of_call ON notifications (call_key, sequence)`
  yield* sql`CREATE INDEX notifications_pending ON notifications (call_key, sequence) WHERE state = 'pending'`
  yield* sql`CREATE INDEX notifications_due ON notifications (due_at) WHERE state = 'pending'`
  yield* sql`CREATE TABLE recordings (
    call_key TEXT NOT NULL,
    key TEXT NOT NULL,
    sound TEXT NOT NULL,
    PRIMARY KEY (call_key, key)
  )`
  yield* sql`CREATE TABLE clock (id INTEGER PRIMARY KEY, now BIGINT NOT NULL)`
})

/**
 * Operations of all kinds are in one table, those that play or wait with a position; each JSON in a column has the format
 * beside it that it is written in; rows that cannot be read are kept aside.
 */
const oneWayToWrite = Effect.gen(function*() {
  const sql = yield* SqlClient.SqlClient
  const { sequence } = yield* makeDialect
  const addFormat = (table: string) => sql`ALTER TABLE ${sql(table)} ADD COLUMN format INTEGER NOT NULL DEFAULT 1`
  yield* sql`ALTER TABLE record_operations RENAME TO operations`
  yield* Effect.forEach(["calls", "operations", "notifications", "recordings"], addFormat)
  yield* sql`ALTER TABLE operations ADD COLUMN type TEXT NOT NULL DEFAULT '#microsoft.graph.recordOperation'`
  yield* sql`ALTER TABLE operations ADD COLUMN task TEXT`
  yield* sql`ALTER TABLE operations ADD COLUMN position BIGINT`
  yield* sql`DROP INDEX record_operations_in_order`
  yield* sql`CREATE INDEX operations_in_order ON operations (call_key, type, sequence)`
  yield* sql`CREATE INDEX operations_in_queue ON operations (call_key, position) WHERE position IS NOT NULL`
  yield* sql`ALTER TABLE calls ADD COLUMN ended_at BIGINT`
  yield* sql`CREATE INDEX calls_ended ON calls (ended_at) WHERE ended_at IS NOT NULL`
  yield* sql`ALTER TABLE clock ADD COLUMN mode TEXT NOT NULL DEFAULT 'frozen'`
  yield* sql`ALTER TABLE clock ADD COLUMN scale DOUBLE PRECISION NOT NULL DEFAULT 1`
  yield* sql`ALTER TABLE clock ADD COLUMN since BIGINT NOT NULL DEFAULT 0`
  yield* sql`CREATE TABLE scripts (
    call_key TEXT NOT NULL,
    number INTEGER NOT NULL,
    text TEXT NOT NULL,
    PRIMARY KEY (call_key, number)
  )`
  yield* sql`CREATE TABLE keys (id INTEGER PRIMARY KEY, format INTEGER NOT NULL, jwk TEXT NOT NULL)`
  yield* sql`CREATE TABLE set_aside (
    id ${sequence},
    table_name TEXT NOT NULL,
    row_key TEXT NOT NULL,
    reason TEXT NOT NULL,
    row TEXT NOT NULL
  )`
  yield* moveQueues
})

/** Meetings that bots look up before they join. */
const addMeetings = Effect.gen(function*() {
  const sql = yield* SqlClient.SqlClient
  const { sequence } = yield* makeDialect
  yield* sql`CREATE TABLE meetings (sequence ${sequence}, format INTEGER NOT NULL, body TEXT NOT NULL)`
})

/** Servers that share a database claim what they are about to do, and read each other's events. */
const shareStore = Effect.gen(function*() {
  const sql = yield* SqlClient.SqlClient
  yield* sql.onDialectOrElse({
    pg: () =>
      Effect.all([
        sql`CREATE TABLE servers (id TEXT PRIMARY KEY, alive_until TIMESTAMPTZ NOT NULL)`,
        sql`ALTER TABLE notifications ADD COLUMN claimed_by TEXT`,
        sql`ALTER TABLE clock ADD COLUMN held_by TEXT`,
        sql`CREATE TABLE events (
          transaction BIGINT NOT NULL DEFAULT CAST(CAST(pg_current_xact_id() AS TEXT) AS BIGINT),
          id BIGINT GENERATED ALWAYS AS IDENTITY,
          body TEXT NOT NULL,
          PRIMARY KEY (transaction, id)
        )`
      ], { discard: true }),
    orElse: () => Effect.void
  })
})

/**
 * Sounds by what is in them, in parts that a message of PostgreSQL has room for, and the names that callers know them by; `kept` says in
 * which order they were kept last.
 */
const addSounds = Effect.gen(function*() {
  const sql = yield* SqlClient.SqlClient
  const { bytes, orderedText } = yield* makeDialect
  yield* sql`CREATE TABLE sounds (id TEXT PRIMARY KEY, length INTEGER NOT NULL, kept BIGINT NOT NULL)`
  yield* sql`CREATE INDEX sounds_kept ON sounds (kept)`
  yield* sql`CREATE TABLE sound_parts (
    id TEXT NOT NULL,
    number INTEGER NOT NULL,
    samples ${bytes} NOT NULL,
    PRIMARY KEY (id, number)
  )`
  yield* sql`CREATE TABLE sound_names (
    name ${orderedText} PRIMARY KEY,
    id TEXT NOT NULL,
    sound TEXT NOT NULL,
    kept BIGINT NOT NULL
  )`
})

/** What could be seen and heard in calls. */
const addMedia = Effect.gen(function*() {
  const sql = yield* SqlClient.SqlClient
  yield* sql`CREATE TABLE media (
    call_key TEXT NOT NULL,
    number INTEGER NOT NULL,
    format INTEGER NOT NULL,
    events TEXT NOT NULL,
    PRIMARY KEY (call_key, number)
  )`
})

/** Append only: what a release has shipped is in people's files. */
const migrations: ReadonlyArray<Migrator.ResolvedMigration> = [
  [1, "create_tables", Effect.succeed(createTables)],
  [2, "add_simulation", Effect.succeed(addSimulation)],
  [3, "one_way_to_write", Effect.succeed(oneWayToWrite)],
  [4, "add_meetings", Effect.succeed(addMeetings)],
  [5, "share_store", Effect.succeed(shareStore)],
  [6, "add_sounds", Effect.succeed(addSounds)],
  [7, "add_media", Effect.succeed(addMedia)]
]

const schemaVersion = migrations.length

const runMigrations = Migrator.make({})({ loader: Effect.succeed(migrations), table: migrationsTable })

const Versions = Schema.Array(Schema.Struct({ version: Schema.NullOr(Schema.Int) }))

/** Brings the tables to this release's version. Fails with `Unavailable`, also when they are of a newer release. */
export const migrate: Effect.Effect<void, Unavailable | SqlError.SqlError, SqlClient.SqlClient> = Effect.gen(
  function*() {
    yield* Effect.mapError(
      runMigrations,
      (error) => error._tag === "MigrationError" ? new Unavailable({ message: error.message, cause: error }) : error
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
      return yield* new Unavailable({ message })
    }
    return undefined
  }
)
