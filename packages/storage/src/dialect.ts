import { Effect } from "effect"
import { SqlClient } from "effect/sql"

/** A number of ours: who locks it with the schema has the store to himself until his transaction ends. */
const storeLock = 7_265_636

/** Where databases differ; statements are the same otherwise. */
export const makeDialect = Effect.map(SqlClient.SqlClient, (sql) => {
  const literal = (texts: { readonly pg: string; readonly sqlite: string }) =>
    sql.onDialectOrElse({ pg: () => sql.literal(texts.pg), orElse: () => sql.literal(texts.sqlite) })

  return {
    /** A column that counts rows in the order in which they came in. */
    sequence: literal({
      pg: "BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY",
      sqlite: "INTEGER PRIMARY KEY AUTOINCREMENT"
    }),
    /** Text that is ordered as its code points are. */
    orderedText: literal({ pg: "TEXT COLLATE \"C\"", sqlite: "TEXT" }),
    /** A column of bytes. */
    bytes: literal({ pg: "BYTEA", sqlite: "BLOB" }),
    /** What `LIMIT` says when there is none. */
    noLimit: literal({ pg: "ALL", sqlite: "-1" }),
    /** Keeps rows from changing until the transaction ends. With a single writer nobody else is there to change them. */
    forUpdate: literal({ pg: "FOR UPDATE", sqlite: "" }),
    /** What is set of a notification that has been tried. */
    unclaimed: literal({ pg: ", claimed_by = NULL", sqlite: "" }),
    /** Keeps a call, with all that it has, from changing until the transaction ends. */
    lockCall: (key: string) =>
      sql.onDialectOrElse({
        pg: () => Effect.asVoid(sql`SELECT 1 FROM calls WHERE key = ${key} FOR UPDATE`),
        orElse: () => Effect.void
      }),
    /** Lets nobody change anything until the transaction ends: what is emptied is not to be filled meanwhile. */
    lockTables: sql.onDialectOrElse({
      pg: () =>
        Effect.asVoid(
          sql`LOCK TABLE calls, operations, notifications, recordings, media, scripts, meetings IN EXCLUSIVE MODE`
        ),
      orElse: () => Effect.void
    }),
    /** Lets nobody else lock the store until the transaction ends. */
    lockStore: sql.onDialectOrElse({
      pg: () =>
        Effect.asVoid(sql`SELECT pg_advisory_xact_lock(${storeLock}, hashtext(current_setting('search_path')))`),
      orElse: () => Effect.void
    })
  }
})

/** Where databases differ. */
export type Dialect = Effect.Success<typeof makeDialect>
