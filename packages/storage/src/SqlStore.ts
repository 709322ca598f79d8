import { type RecordOperationsError, type Seed, Store } from "@recordop/core"
import { Effect, Layer } from "effect"
import { SqlClient } from "effect/sql"
import { orUnavailable } from "./orUnavailable.ts"
import { StoreLog } from "./StoreLog.ts"
import { makeTables } from "./tables.ts"
import { Transactions } from "./Transactions.ts"

/** `Store` on the tables that `migrate` makes. A store without calls gets those of the seed. */
export const layer = (
  kind: "sqlite",
  seed: Seed
): Layer.Layer<Store, RecordOperationsError, SqlClient.SqlClient | Transactions | StoreLog> =>
  Layer.effect(
    Store,
    Effect.gen(function*() {
      const sql = yield* SqlClient.SqlClient
      const transactions = yield* Transactions
      const tables = yield* makeTables
      const log = yield* StoreLog

      const sow = Effect.forEach(seed.calls, ({ id, operations }) =>
        Effect.andThen(
          tables.insertCall(id),
          Effect.forEach(operations, (operation) => tables.insert(id, { version: 1, operation }))
        ), { discard: true })

      const sowWhenEmpty = Effect.flatMap(tables.hasCalls, (hasCalls) => hasCalls ? Effect.void : sow)
      yield* orUnavailable(transactions.run(sql.withTransaction(sowWhenEmpty)))

      const reset = tables.clear.pipe(
        Effect.andThen(sow),
        Effect.andThen(sql.afterCommit(Effect.sync(() => log.publish({ _tag: "Reset" }))))
      )

      return Store.of({
        kind,
        check: orUnavailable(Effect.asVoid(sql`SELECT 1`)),
        reset: orUnavailable(transactions.run(sql.withTransaction(reset)))
      })
    })
  )
