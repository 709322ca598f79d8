import { Effect, Result, Schema } from "effect"
import { type Failure, isLocked } from "./Failure.ts"

/** A row as the database gives it: SQLite lets anybody put anything into any column. */
export type RawRow = Readonly<Record<string, unknown>>

/** Reads rows one by one; `lose` is run for those that cannot be read, which are left out. */
export const makeReadRows = <S extends Schema.ConstraintDecoder<unknown>>(
  schema: S,
  lose: (row: RawRow, error: Schema.SchemaError) => Effect.Effect<unknown, Failure>
) => {
  const decode = Schema.decodeUnknownResult(schema)
  return Effect.fnUntraced(function*(rows: ReadonlyArray<RawRow>) {
    const read: Array<S["Type"]> = []
    for (const row of rows) {
      const decoded = decode(row)
      if (Result.isSuccess(decoded)) read.push(decoded.success)
      else yield* unlessLocked(lose(row, decoded.failure))
    }
    return read
  })
}

/** What cannot be set aside because another process holds a lock is set aside the next time that it is read. */
export const unlessLocked = <A>(effect: Effect.Effect<A, Failure>): Effect.Effect<A | undefined, Failure> =>
  Effect.catchIf(effect, isLocked, () => Effect.undefined)
