import { Unavailable } from "@recordop/core"
import type { Instant } from "@recordop/emulator/model/Instant"
import { Effect, Layer, Schedule } from "effect"
import { SecureRandom } from "effect/crypto"
import { SqlClient } from "effect/sql"
import { deepestMessage } from "./Failure.ts"
import { Ownership } from "./Ownership.ts"

/** How often a server says that it lives, and for how long it is believed. */
const heartbeat = "1 second"
const believed = "5 seconds"

/**
 * For a database that servers share. What one does to calls is done under a lock, and doing it twice changes nothing; what
 * it sends and that it turns the clock is claimed before. The claims of a server end with it. Time is the database's.
 */
export const layerPostgres: Layer.Layer<Ownership, never, SqlClient.SqlClient> = Layer.effect(
  Ownership,
  Effect.gen(function*() {
    const sql = yield* SqlClient.SqlClient
    const self = SecureRandom.uuidV4Unsafe()

    const isFree = (claimedBy: string) =>
      sql`(${sql(claimedBy)} IS NULL OR ${sql(claimedBy)} = ${self} OR ${sql(claimedBy)} NOT IN (
        SELECT id FROM servers WHERE alive_until > clock_timestamp()))`

    const until = sql`clock_timestamp() + CAST(CAST(${believed} AS TEXT) AS INTERVAL)`
    const live = sql`INSERT INTO servers (id, alive_until) VALUES (${self}, ${until})
      ON CONFLICT (id) DO UPDATE SET alive_until = ${until}`
    const bury = sql`DELETE FROM servers WHERE id = ${self} OR alive_until < clock_timestamp()`
    const claim = Effect.acquireRelease(
      Effect.mapError(live, (error) => new Unavailable({ message: `The store failed: ${deepestMessage(error)}` })),
      () => Effect.ignore(bury)
    ).pipe(
      Effect.andThen(Effect.forkScoped(Effect.repeat(Effect.ignore(live), Schedule.spaced(heartbeat)))),
      Effect.asVoid
    )

    const claimNotification = (sequence: number, until: Instant) =>
      Effect.map(
        sql`UPDATE notifications SET claimed_by = ${self}
          WHERE sequence = ${sequence} AND state = 'pending' AND due_at <= ${until} AND ${isFree("claimed_by")}
          RETURNING 1`,
        (rows) => rows.length > 0
      )

    const hold = sql`UPDATE clock SET held_by = ${self} WHERE ${isFree("held_by")} RETURNING 1`
    const release = sql`UPDATE clock SET held_by = NULL WHERE held_by = ${self}`
    const holdClock = Effect.acquireRelease(
      Effect.map(hold, (rows) => rows.length > 0),
      (isOurs) => isOurs ? Effect.ignore(release) : Effect.void
    )

    return Ownership.of({ isShared: true, claim, claimNotification, holdClock })
  })
)
