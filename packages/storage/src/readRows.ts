import { Effect, Result, Schema } from "effect"
import type { SqlError } from "effect/sql"
import type { Failure } from "./Failure.ts"

/** A row as the database gives it: SQLite lets anybody put anything into any column. */
export type RawRow = Readonly<Record<string, unknown>>

/** Reads rows one by one. What `lose` gives stands in for a row that cannot be read; nothing when it gives `undefined`. */
export const makeReadRows = <S extends Schema.ConstraintDecoder<unknown>>(
  schema: S,
  lose: (row: RawRow, error: Schema.SchemaError) => Effect.Effect<S["Type"] | undefined, Failure>
) => {
  const decode = Schema.decodeUnknownResult(schema)
  return Effect.fnUntraced(function*(rows: ReadonlyArray<RawRow>) {
    const read: Array<S["Type"]> = []
    for (const row of rows) {
      const decoded = decode(row)
      const instead = Result.isSuccess(decoded) ? decoded.success : yield* lose(row, decoded.failure)
      if (instead !== undefined) read.push(instead)
    }
    return read
  })
}

/** What cannot be set aside because another process holds a lock is set aside the next time that it is read. */
export const unlessLocked = <A>(effect: Effect.Effect<A, Failure>): Effect.Effect<A | undefined, Failure> =>
  Effect.catchIf(effect, isLocked, () => Effect.undefined)

const isLocked = (error: Failure): error is SqlError.SqlError =>
  error._tag === "SqlError" && error.reason._tag === "LockTimeoutError"
