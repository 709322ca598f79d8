import { shorten } from "@recordop/core/shorten"
import { SetAside } from "@recordop/emulator/protocol/health"
import { Effect, Record, Schema } from "effect"
import { SqlClient, type SqlError, SqlSchema } from "effect/sql"
import { Publication } from "./Publication.ts"
import { writeColumns } from "./rows.ts"

/** How many rows are named at the most, and how many are kept. */
const named = 100
const kept = 1_000

/** What is said of a row that cannot be read, and never more than so many characters of it. */
const longestReason = 500

/** What JSON has no way to say is kept as text. */
const plain = (value: unknown): unknown => {
  if (typeof value === "bigint") return String(value)
  return value instanceof Uint8Array ? Buffer.from(value).toString("hex") : value
}

/** Why a row cannot be read, as it is named. */
export const reasonOf = ({ message }: { readonly message: string }): string => shorten(message, longestReason)

/** Keeps rows aside that could not be read, so that nothing is lost and nothing else stops. */
export const makeSetAside = Effect.gen(function*() {
  const sql = yield* SqlClient.SqlClient
  const { publish } = yield* Publication

  /** Keeps what a row had, and says so. What becomes of the row itself is for its table to say. */
  const keep = Effect.fnUntraced(function*(
    table: string,
    key: string,
    error: { readonly message: string },
    row: Readonly<Record<string, unknown>>
  ) {
    const reason = reasonOf(error)
    yield* sql`INSERT INTO set_aside (table_name, row_key, reason, row)
      VALUES (${table}, ${key}, ${reason}, ${yield* writeColumns(Record.map(row, plain))})`
    yield* sql`DELETE FROM set_aside WHERE id <= (SELECT max(id) FROM set_aside) - ${kept}`
    yield* publish([{ _tag: "SetAside", row: { table, key, reason } }])
  })

  const list: Effect.Effect<ReadonlyArray<SetAside>, SqlError.SqlError | Schema.SchemaError> = SqlSchema.findAll({
    Request: Schema.Int,
    Result: SetAside,
    execute: (limit) =>
      sql`SELECT table_name AS "table", row_key AS key, reason FROM set_aside ORDER BY id DESC LIMIT ${limit}`
  })(named)

  return { keep, list }
})

/** What keeps rows aside. */
export type KeepAside = Effect.Success<typeof makeSetAside>["keep"]
