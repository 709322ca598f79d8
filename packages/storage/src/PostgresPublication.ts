import { PgClient } from "@effect/sql-pg"
import { defaultBounds, makeEventLog } from "@recordop/emulator/EventLog"
import { EmulatorEvent } from "@recordop/emulator/protocol/EmulatorEvent"
import { Effect, Layer, Queue, Result, Schedule, Schema, Semaphore, Stream } from "effect"
import { SqlSchema } from "effect/sql"
import { Publication } from "./Publication.ts"

/** Where servers tell each other that there are events. */
const channel = "recordop"

/** How often it is looked for events of which nobody has told: whoever made them may have died before. */
const poll = "1 second"

/** The same when nobody can be told, because there is no connection to listen with. */
const frequentPoll = "20 millis"

/** How often a new reader waits for what was committed before it came. */
const mostWaits = 25

/** Servers are told of events that come one after another at once. */
const together = "2 millis"

/** How many events are read at once, and after how many it is looked which ones can be forgotten. */
const batch = 500
const pruneEvery = 1_000

/** How long it may take to read events: a network can lose the answer. */
const longestRead = "10 seconds"

/** How long a lost connection is not made again. */
const reconnect = Schedule.spaced("1 second")

const Event = Schema.fromJsonString(EmulatorEvent)
const writeEvent = Schema.encodeEffect(Event)
const readEvent = Schema.decodeResult(Event)

/** Ends with the scope, which does not wait for it: who no longer listens says so to a database that may not answer. */
const forkWithoutWaiting = <A, E, R>(effect: Effect.Effect<A, E, R>) =>
  Effect.acquireRelease(Effect.forkDetach(effect), (fiber) => Effect.sync(() => fiber.interruptUnsafe()))

/**
 * For a database that servers share: events are rows, and every server has the last ones in memory, in the same order and
 * with the same ids. The order is that of transactions, then of their events; an event counts once every transaction
 * of servers on these tables that is before its own is over, so that none comes late.
 */
export const layerPostgres = (
  connections: number
): Layer.Layer<Publication, never, PgClient.PgClient> =>
  Layer.effect(
    Publication,
    Effect.gen(function*() {
      const sql = yield* PgClient.PgClient
      const log = yield* makeEventLog(defaultBounds, "0")
      const made = yield* Queue.sliding<void>(1)
      let place = { transaction: 0, id: 0 }
      let read = 0

      const publish = Effect.fnUntraced(function*(events: ReadonlyArray<EmulatorEvent>) {
        const rows = yield* Effect.forEach(events, (event) => Effect.map(writeEvent(event), (body) => sql`(${body})`))
        yield* sql`INSERT INTO events (body) VALUES ${sql.csv(rows)}`
        yield* sql.afterCommit(Effect.asVoid(Queue.offer(made, undefined)))
      }, Effect.catchTag("SchemaError", Effect.die))

      const tell = Effect.andThen(Queue.take(made), Effect.andThen(sql.notify(channel, ""), Effect.sleep(together)))

      /** Rows of transactions before one, or of all. */
      const rows = SqlSchema.findAll({
        Request: Schema.Struct({ transaction: Schema.Int, id: Schema.Int, before: Schema.Int }),
        Result: Schema.Struct({
          transaction: Schema.Int,
          id: Schema.Int,
          body: Schema.String,
          isInOrder: Schema.Boolean
        }),
        execute: ({ before, id, transaction }) =>
          sql`SELECT transaction, id, body,
            transaction < CAST(CAST(pg_snapshot_xmin(pg_current_snapshot()) AS TEXT) AS BIGINT) AS "isInOrder"
          FROM events WHERE (transaction, id) > (${transaction}, ${id}) AND transaction < ${before}
          ORDER BY transaction, id LIMIT ${batch}`
      })

      /**
       * Before which transaction all of servers on these tables are over. The oldest one of the database is no measure while somebody
       * else keeps his open. Numbers of transactions have 32 bits where sessions show them.
       */
      const settled = SqlSchema.findOne({
        Request: Schema.Void,
        Result: Schema.Struct({ before: Schema.Int }),
        execute: () =>
          sql`SELECT least(xmax, min(xmax - CASE WHEN age < 2147483648 THEN age ELSE age - 4294967296 END)) AS before FROM (
            SELECT xmax, (xmax - CAST(CAST(backend_xid AS TEXT) AS BIGINT)) & 4294967295 AS age
            FROM (SELECT CAST(CAST(pg_snapshot_xmax(pg_current_snapshot()) AS TEXT) AS BIGINT) AS xmax) AS now
            LEFT JOIN pg_stat_activity ON backend_xid IS NOT NULL AND datname = current_database() AND
              application_name = current_setting('application_name')
          ) AS running GROUP BY xmax`
      })

      const prune = sql`DELETE FROM events WHERE id <= (
      SELECT coalesce(max(id), 0) FROM (
        SELECT id, row_number() OVER newest AS number, sum(length(body)) OVER newest AS bytes
        FROM events WINDOW newest AS (ORDER BY id DESC)
      ) AS ranked WHERE number > ${defaultBounds.count} OR bytes > ${defaultBounds.bytes})`

      const take = Effect.fnUntraced(function*(found: ReadonlyArray<Effect.Success<ReturnType<typeof rows>>[number]>) {
        for (const { body, id, transaction } of found) {
          const event = readEvent(body)
          // A newer server may say what this one does not know.
          if (Result.isSuccess(event)) log.publish(event.success, `${transaction}-${id}`)
          place = { transaction, id }
          if (++read % pruneEvery === 0) yield* prune
        }
      })

      /** Reads what is new, and says whether there is more: at once, or in a moment, when what comes before it may still come. */
      const readNew = Effect.fnUntraced(function*() {
        const found = yield* rows({ ...place, before: Number.MAX_SAFE_INTEGER })
        const late = found.findIndex(({ isInOrder }) => !isInOrder)
        yield* take(late === -1 ? found : found.slice(0, late))
        if (late === -1) return found.length === batch ? "now" : "no"
        const sure = yield* rows({ ...place, ...(yield* settled(undefined)) })
        yield* take(sure)
        if (sure.length === batch) return "now"
        return sure.length < found.length - late ? "soon" : "no"
      })
      const reading = yield* Semaphore.make(1)
      const readAll = reading.withPermits(1)(
        Effect.repeat(Effect.timeout(Effect.suspend(readNew), longestRead), { while: (more) => more === "now" })
      )

      /** What has been committed by now counts, even when something before it is not over yet: that does not take long. */
      const readCommitted = Effect.repeat(readAll, {
        while: (more) => more === "soon",
        times: mostWaits,
        schedule: Schedule.spaced(frequentPoll)
      })

      const listen = Effect.scoped(Effect.flatMap(sql.listen(channel), (told) =>
        Effect.forever(Effect.flatMap(
          readAll,
          (more) => Effect.timeoutOption(Queue.takeAll(told), more === "soon" ? frequentPoll : poll)
        ))))

      const ask = Effect.forever(Effect.andThen(readAll, Effect.sleep(frequentPoll)))
      const follow = connections > 1 ? listen : ask

      yield* forkWithoutWaiting(Effect.retry(follow, reconnect).pipe(Effect.withTracerEnabled(false)))
      if (connections > 1) {
        yield* Effect.forkScoped(Effect.forever(Effect.ignore(tell)).pipe(Effect.withTracerEnabled(false)))
      }

      return Publication.of({
        publish,
        subscribe: (after) => Effect.andThen(Effect.ignore(readCommitted), log.subscribe(after)),
        changes: Stream.map(Stream.fromSchedule(Schedule.spaced(poll)), () => undefined)
      })
    })
  )
