import { type Cause, Context, Deferred, Effect, Layer, Queue, Schedule } from "effect"
import { SqlClient, SqlError } from "effect/sql"
import { isLocked } from "./Failure.ts"

/** How the changes of a store become transactions. */
export class Transactions extends Context.Service<Transactions, {
  /**
   * Runs `effect` in a transaction and answers when that is committed. What `effect` writes before it fails is kept,
   * unless it is a transaction itself. What `mayBeLost` is not waited for to be on disk: it is lost when the machine or the database
   * crashes, though not when this process does, unless something that may not be lost has been committed after it.
   */
  readonly run: <A, E>(effect: Effect.Effect<A, E>, mayBeLost?: boolean) => Effect.Effect<A, E | SqlError.SqlError>

  /** Inside of `run`: what `effect` writes is kept as a whole or not at all. */
  readonly atomically: <A, E>(effect: Effect.Effect<A, E>) => Effect.Effect<A, E | SqlError.SqlError>
}>()("@recordop/storage/Transactions") {}

/** Waits for a lock that another process holds, for five seconds; nothing else waits meanwhile. */
export const untilUnlocked = <A, E, R>(effect: Effect.Effect<A, E, R>): Effect.Effect<A, E, R> =>
  Effect.retry(effect, {
    schedule: Schedule.spaced("20 millis"),
    times: 250,
    while: isLocked
  })

/**
 * Changes that wait at the same time share a transaction, and with it the one write to disk that a commit costs. For a
 * database with a single writer.
 */
export const layerGrouped: Layer.Layer<Transactions, never, SqlClient.SqlClient> = Layer.effect(
  Transactions,
  Effect.gen(function*() {
    const sql = yield* SqlClient.SqlClient
    const waiting = yield* Queue.unbounded<Job>()

    let isSynced = true

    /** In SQLite's write-ahead log the next commit that is synced brings those before it to the disk. */
    const sync = (wanted: boolean) =>
      wanted === isSynced
        ? Effect.void
        : Effect.map(sql.unsafe(`PRAGMA synchronous = ${wanted ? "FULL" : "NORMAL"}`), () => {
          isSynced = wanted
        })

    const commitNext = Effect.gen(function*() {
      const jobs = yield* Queue.takeAll(waiting)
      const committed = sql.withTransaction(Effect.forEach(jobs, ({ attempt }) => attempt))
      const settle = yield* Effect.andThen(sync(jobs.some(({ mayBeLost }) => !mayBeLost)), committed).pipe(
        untilUnlocked,
        Effect.catchCause((cause) => Effect.succeed(jobs.map(({ fail }) => fail(cause))))
      )
      yield* Effect.all(settle, { discard: true })
    })
    // Spans for each statement would cost as much time as the statements do.
    yield* Effect.forever(commitNext).pipe(Effect.withTracerEnabled(false), Effect.forkScoped)

    const run = <A, E>(effect: Effect.Effect<A, E>, mayBeLost = false) =>
      Effect.suspend(() => {
        const done = Deferred.makeUnsafe<A, E | SqlError.SqlError>()
        Queue.offerUnsafe(waiting, {
          mayBeLost,
          attempt: Effect.map(Effect.exit(effect), (exit) => Deferred.done(done, exit)),
          fail: (cause) => Deferred.failCause(done, cause)
        })
        return Deferred.await(done)
      })

    return Transactions.of({ run, atomically: sql.withTransaction })
  })
)

/** What the database says of a transaction that it has given up and that may succeed when it is made again. */
const worthTrying = new Set(["DeadlockError", "SerializationError", "UniqueViolation"])

/** How often a transaction is made again. */
const attempts = 10

/** Each change has a transaction of its own. For a database with many writers, which lock what they change. */
export const layerConcurrent: Layer.Layer<Transactions, never, SqlClient.SqlClient> = Layer.effect(
  Transactions,
  Effect.map(SqlClient.SqlClient, (sql) => {
    const withoutWaiting = sql`SET LOCAL synchronous_commit = off`
    return Transactions.of({
      run: (effect, mayBeLost = false) =>
        sql.withTransaction(mayBeLost ? Effect.andThen(withoutWaiting, effect) : effect).pipe(
          Effect.retry({
            times: attempts,
            while: (error) => SqlError.isSqlError(error) && worthTrying.has(error.reason._tag)
          }),
          Effect.withTracerEnabled(false)
        ),
      // The transaction is given up as a whole when a statement of it fails.
      atomically: (effect) => effect
    })
  })
)

interface Job {
  readonly mayBeLost: boolean
  /** Makes the change, and gives what tells the caller once it is committed. */
  readonly attempt: Effect.Effect<Effect.Effect<unknown>>
  readonly fail: (cause: Cause.Cause<SqlError.SqlError>) => Effect.Effect<unknown>
}
