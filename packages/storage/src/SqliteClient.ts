import { Cache, Context, Duration, Effect, Exit, Layer, Record, Semaphore, Stream } from "effect"
import { Reactivity } from "effect/reactivity"
import { SqlClient, type SqlConnection, SqlError, Statement } from "effect/sql"
import { DatabaseSync, type SQLInputValue, type StatementSync } from "node:sqlite"
import { untilUnlocked } from "./Transactions.ts"

/**
 * `SqlClient` on Node's own SQLite, over one connection. `filename` may be `:memory:`.
 *
 * It stands in until `@effect/sql-sqlite-node` has a release for effect 4.1. A commit is on disk when it returns
 * (write-ahead log, synchronous). A lock that another process holds fails at once with `LockTimeoutError`: SQLite would
 * wait for it in the event loop.
 */
export const layer = (filename: string): Layer.Layer<SqlClient.SqlClient, SqlError.SqlError> =>
  Layer.effectContext(Effect.gen(function*() {
    const database = yield* Effect.acquireRelease(
      attempt("open", () => new DatabaseSync(filename, { timeout: 0 })),
      (database) => Effect.sync(() => database.close())
    )
    yield* untilUnlocked(
      attempt(
        "configure",
        () => database.exec(`PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA cache_size = -${cacheSize}`)
      )
    )
    const isTransaction = () => database.isTransaction
    const client = yield* SqlClient.make({
      ...SqlClient.makeSqliteAcquirers({
        connection: Effect.succeed(yield* makeConnection(database)),
        semaphore: yield* Semaphore.make(1),
        isTransaction
      }),
      beginTransaction: "BEGIN IMMEDIATE",
      prepareTransactionControls: true,
      compiler: Statement.makeCompilerSqlite(),
      driver: "sqlite",
      spanAttributes: [["db.system.name", "sqlite"]]
    })
    return Context.make(SqlClient.SqlClient, client)
  })).pipe(Layer.provide(Reactivity.layer))

/** How much of the file is held in memory, in KiB: with SQLite's 2 MiB a turn of the clock for thousands of calls takes a tenth longer. */
const cacheSize = 65_536

/** How many prepared statements are held. */
const heldStatements = 200

const makeConnection = Effect.fnUntraced(function*(database: DatabaseSync) {
  const statements = yield* Cache.makeWith((sql: string) => attempt("prepare", () => database.prepare(sql)), {
    capacity: heldStatements,
    timeToLive: (exit) => Exit.isSuccess(exit) ? Duration.infinity : 0
  })

  const all = (sql: string, params: ReadonlyArray<unknown>) =>
    Effect.flatMap(
      Cache.get(statements, sql),
      (statement) => attempt("query", () => allRows(statement, params.map(toInput)))
    )

  const execute: SqlConnection.Connection["execute"] = (sql, params, transformRows) =>
    transformRows === undefined ? all(sql, params) : Effect.map(all(sql, params), transformRows)

  const values = (sql: string, params: ReadonlyArray<unknown>) =>
    Effect.map(all(sql, params), (rows) => rows.map((row) => Object.values(row)))

  const connection: SqlConnection.Connection = {
    execute,
    executeRaw: all,
    executeStream: (sql, params, transformRows) => Stream.fromIterableEffect(execute(sql, params, transformRows)),
    executeValues: values,
    executeValuesUnprepared: values,
    executeUnprepared: execute
  }
  return connection
})

/** Integers that a number cannot hold are bigints: nobody of us writes them, and whoever reads such a row can say so. */
const allRows = (statement: StatementSync, params: ReadonlyArray<SQLInputValue>) => {
  try {
    return statement.all(...params)
  } catch (error) {
    const isTooLarge = error instanceof RangeError && /^\s*SELECT\b/i.test(statement.sourceSQL)
    if (!isTooLarge) throw error
    statement.setReadBigInts(true)
    try {
      return statement.all(...params).map((row) => Record.map(row, safeNumber))
    } finally {
      statement.setReadBigInts(false)
    }
  }
}

const safeNumber = (value: unknown): unknown =>
  typeof value === "bigint" && Number.isSafeInteger(Number(value)) ? Number(value) : value

const toInput = (value: unknown): SQLInputValue => {
  switch (typeof value) {
    case "string":
    case "number":
    case "bigint":
      return value
    default:
      if (value === null || value instanceof Uint8Array) return value
      throw new TypeError(`SQLite takes no parameter of type ${typeof value}`)
  }
}

const attempt = <A>(operation: string, evaluate: () => A): Effect.Effect<A, SqlError.SqlError> =>
  Effect.try({
    try: evaluate,
    catch: (cause) =>
      new SqlError.SqlError({
        reason: SqlError.classifySqliteError(withErrno(cause), { message: messageOf(cause), operation })
      })
  })

/** Node calls SQLite's result code `errcode`. */
const withErrno = (cause: unknown): unknown =>
  cause instanceof Error && "errcode" in cause ? Object.assign(cause, { errno: cause.errcode }) : cause

const messageOf = (cause: unknown): string => cause instanceof Error ? cause.message : String(cause)
