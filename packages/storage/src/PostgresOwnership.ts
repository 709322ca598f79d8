import { Unavailable } from "@recordop/core"
import type { Instant } from "@recordop/emulator/model/Instant"
import { Context, Effect, Fiber, Layer, Schedule, Schema } from "effect"
import { SecureRandom } from "effect/crypto"
import { SqlClient, type SqlError, SqlSchema } from "effect/sql"
import { deepestMessage } from "./Failure.ts"
import { Ownership } from "./Ownership.ts"

/** Whoever waits for the clock cannot be interrupted, and a network can lose what is on its way. */
const inTime = <A>(effect: Effect.Effect<A, SqlError.SqlError>) =>
  Effect.interruptible(Effect.timeoutOrElse(effect, {
    duration: believed,
    orElse: () => new Unavailable({ message: `The store failed: it has not answered within ${believed}.` })
  }))

/** How often a server that turns the clock looks whether somebody has called that off. */
const untilNoticed = "100 millis"

/** How often a server says that it lives, and for how long it is believed. */
const heartbeat = "1 second"
const believed = "5 seconds"

/**
 * For a database that servers share. What one does to calls is done under a lock, and doing it twice changes nothing; what
 * it sends and that it turns the clock is claimed before. The claims of a server end with it. Time is the database's. That a server
 * lives is said by way of `alone`.
 */
export const layerPostgres = <E>(
  alone: Layer.Layer<SqlClient.SqlClient, E>
): Layer.Layer<Ownership, E, SqlClient.SqlClient> =>
  Layer.effect(
    Ownership,
    Effect.gen(function*() {
      const sql = yield* SqlClient.SqlClient
      const aside = Context.get(yield* Layer.build(alone), SqlClient.SqlClient)
      const self = SecureRandom.uuidV4Unsafe()

      const isFree = (claimedBy: string) =>
        sql`(${sql(claimedBy)} IS NULL OR ${sql(claimedBy)} = ${self} OR ${sql(claimedBy)} NOT IN (
        SELECT id FROM servers WHERE alive_until > clock_timestamp()))`

      const until = sql`clock_timestamp() + CAST(CAST(${believed} AS TEXT) AS INTERVAL)`
      const live = aside`INSERT INTO servers (id, alive_until) VALUES (${self}, ${until})
      ON CONFLICT (id) DO UPDATE SET alive_until = ${until}`
      const bury = sql`DELETE FROM servers WHERE id = ${self} OR alive_until < clock_timestamp()`
      const claim = Effect.acquireRelease(
        Effect.mapError(live, (error) => new Unavailable({ message: `The store failed: ${deepestMessage(error)}` })),
        () => Effect.interruptible(Effect.ignore(Effect.timeoutOption(bury, believed)))
      ).pipe(
        Effect.andThen(
          Effect.forkScoped(
            Effect.repeat(Effect.ignore(Effect.timeoutOption(live, heartbeat)), Schedule.spaced(heartbeat))
          )
        ),
        Effect.asVoid
      )

      const claimNotification = (sequence: number, until: Instant) =>
        Effect.map(
          sql`UPDATE notifications SET claimed_by = ${self}
          WHERE sequence = ${sequence} AND state = 'pending' AND due_at <= ${until} AND ${isFree("claimed_by")}
          RETURNING 1`,
          (rows) => rows.length > 0
        )

      /** Who holds the clock: the server, and which of its turns. It ends in `!` when somebody has called that off. */
      let held: string | undefined
      let turns = 0
      const scope = yield* Effect.scope

      const isHeldByOther = sql`held_by IS NOT NULL AND split_part(held_by, ':', 1) IN (
      SELECT id FROM servers WHERE alive_until > clock_timestamp() AND id <> ${self})`

      const hold = Effect.fnUntraced(function*(turn: string) {
        const taken = yield* sql`UPDATE clock SET held_by = ${turn} WHERE NOT (${isHeldByOther}) RETURNING 1`
        if (taken.length > 0) held = turn
        // A clock that nobody has kept yet is nobody's.
        return taken.length > 0 || (yield* sql`SELECT 1 FROM clock`).length === 0
      })

      /** While the database is away the clock stays held; it is let go when that is back, and nobody waits for so long. */
      const release = Effect.fnUntraced(function*(turn: string) {
        held = undefined
        const released = sql`UPDATE clock SET held_by = NULL WHERE held_by IN (${turn}, ${`${turn}!`})`
        const retried = Effect.interruptible(Effect.retry(released, Schedule.spaced(heartbeat)))
        const releasing = yield* Effect.forkIn(retried, scope)
        yield* Effect.interruptible(Effect.timeoutOption(Fiber.await(releasing), believed))
      })

      const holdClock = Effect.suspend(() => {
        const turn = `${self}:${++turns}`
        return Effect.acquireRelease(
          Effect.tapError(inTime(hold(turn)), () => release(turn)),
          (isOurs) => isOurs ? release(turn) : Effect.void
        )
      })

      const isLost = Effect.suspend(() =>
        held === undefined
          ? Effect.succeed(false)
          : Effect.map(sql`SELECT 1 FROM clock WHERE held_by = ${held}`, (rows) => rows.length === 0)
      )

      /** Fails when another server holds the clock; one that is to be let go may be kept yet. */
      const checkClock = Effect.suspend(() =>
        held === undefined
          ? Effect.void
          : Effect.filterOrFail(
            sql`SELECT 1 FROM clock WHERE held_by IN (${held}, ${`${held}!`})`,
            (rows) => rows.length > 0,
            () => new Unavailable({ message: "The store failed: another server turns the clock meanwhile." })
          )
      )

      const count = SqlSchema.findOne({
        Request: Schema.Void,
        Result: Schema.Struct({ count: Schema.Finite }),
        execute: () =>
          sql`SELECT (SELECT coalesce(max(sequence), 0) FROM operations) +
          (SELECT coalesce(max(sequence), 0) FROM notifications) + (SELECT coalesce(max(id), 0) FROM events) AS count`
      })

      return Ownership.of({
        isShared: true,
        claim,
        claimNotification,
        holdClock,
        checkClock: Effect.asVoid(checkClock),
        clockTaken: Effect.asVoid(
          Effect.repeat(isLost, { schedule: Schedule.spaced(untilNoticed), until: (isLost) => isLost })
        ),
        callOffClock: Effect.asVoid(
          sql`UPDATE clock SET held_by = held_by || '!' WHERE ${isHeldByOther} AND held_by NOT LIKE '%!'`
        ),
        isClockHeld: Effect.map(sql`SELECT 1 FROM clock WHERE ${isHeldByOther}`, (rows) => rows.length > 0),
        activity: Effect.map(count(undefined), ({ count }) => count)
      })
    })
  )
