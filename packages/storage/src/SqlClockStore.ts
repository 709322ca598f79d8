import { ClockStore } from "@recordop/core"
import { Effect, Layer, Schema } from "effect"
import { SqlClient } from "effect/sql"
import { orCallsUnavailable } from "./orUnavailable.ts"

const decodeRows = Schema.decodeUnknownEffect(Schema.Array(Schema.Struct({ now: Schema.Int })))

/** `ClockStore` on the table that `migrate` makes. */
export const layer: Layer.Layer<ClockStore, never, SqlClient.SqlClient> = Layer.effect(
  ClockStore,
  Effect.map(SqlClient.SqlClient, (sql) =>
    ClockStore.of({
      load: Effect.flatMap(sql`SELECT now FROM clock`, decodeRows).pipe(
        Effect.map(([row]) => row?.now),
        orCallsUnavailable
      ),
      save: (now) =>
        orCallsUnavailable(Effect.asVoid(
          sql`INSERT INTO clock (id, now) VALUES (1, ${now}) ON CONFLICT (id) DO UPDATE SET now = ${now}`
        ))
    }))
)
