import type { Instant } from "@recordop/emulator/model/Instant"
import { Effect, Layer, Schedule } from "effect"
import { SecureRandom } from "effect/crypto"
import { SqlClient } from "effect/sql"
import { Ownership } from "./Ownership.ts"

/** How long a server has a notification to itself that it is sending; a bot is waited for for ten seconds. */
const claimed = "30 seconds"

/** How long a server has the clock to itself, and how often it says that it still turns it. */
const held = "10 seconds"
const renewal = "3 seconds"

/**
 * For a database that servers share. What one does to calls is done under a lock, and doing it twice changes nothing; what
 * it sends and how it turns the clock is claimed before. A claim ends by itself when its server does. Time is the database's.
 */
export const layerPostgres: Layer.Layer<Ownership, never, SqlClient.SqlClient> = Layer.effect(
  Ownership,
  Effect.gen(function*() {
    const sql = yield* SqlClient.SqlClient
    const self = SecureRandom.uuidV4Unsafe()
    const after = (interval: string) => sql`clock_timestamp() + CAST(${interval} AS TEXT)::interval`

    const claimNotification = (sequence: number, until: Instant) =>
      Effect.map(
        sql`UPDATE notifications SET claimed_until = ${after(claimed)}
          WHERE sequence = ${sequence} AND state = 'pending' AND due_at <= ${until}
            AND (claimed_until IS NULL OR claimed_until < clock_timestamp())
          RETURNING 1`,
        (rows) => rows.length > 0
      )

    const take = Effect.map(
      sql`UPDATE clock SET held_by = ${self}, held_until = ${after(held)}
        WHERE held_until IS NULL OR held_until < clock_timestamp() OR held_by = ${self}
        RETURNING 1`,
      (rows) => rows.length > 0
    )
    const release = sql`UPDATE clock SET held_by = NULL, held_until = NULL WHERE held_by = ${self}`
    const renew = Effect.repeat(Effect.ignore(take), Schedule.spaced(renewal))

    const holdClock = Effect.tap(
      Effect.acquireRelease(take, (isOurs) => isOurs ? Effect.ignore(release) : Effect.void),
      (isOurs) => isOurs ? Effect.forkScoped(renew) : Effect.void
    )

    return Ownership.of({ isShared: true, claim: Effect.void, claimNotification, holdClock })
  })
)
