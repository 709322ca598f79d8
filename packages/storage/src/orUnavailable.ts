import { failure, type RecordOperationsError, Unavailable } from "@recordop/core"
import { Effect, type Schema } from "effect"
import type { SqlError } from "effect/sql"

/** Turns a failure of the database, or a row that this release did not write, into `Unavailable`. */
export const orUnavailable = <A, R>(
  effect: Effect.Effect<A, RecordOperationsError | SqlError.SqlError | Schema.SchemaError, R>
): Effect.Effect<A, RecordOperationsError, R> =>
  Effect.mapError(effect, (error) =>
    error._tag === "RecordOperationsError"
      ? error
      : failure(new Unavailable({ message: `The store failed: ${error.message}`, cause: error })))
