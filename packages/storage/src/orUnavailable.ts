import { type CallsError, callsFailure, failure, type RecordOperationsError, Unavailable } from "@recordop/core"
import { Effect, type Schema } from "effect"
import type { SqlError } from "effect/sql"

type StoreFailure = SqlError.SqlError | Schema.SchemaError

const unavailable = (error: StoreFailure): Unavailable =>
  new Unavailable({ message: `The store failed: ${error.message}`, cause: error })

/** Turns a failure of the database, or a row that this release did not write, into `Unavailable`. */
export const orUnavailable = <A, R>(
  effect: Effect.Effect<A, RecordOperationsError | StoreFailure, R>
): Effect.Effect<A, RecordOperationsError, R> =>
  Effect.mapError(effect, (error) => error._tag === "RecordOperationsError" ? error : failure(unavailable(error)))

/** The same for the ports of calls. */
export const orCallsUnavailable = <A, R>(
  effect: Effect.Effect<A, CallsError | StoreFailure, R>
): Effect.Effect<A, CallsError, R> =>
  Effect.mapError(effect, (error) => error._tag === "CallsError" ? error : callsFailure(unavailable(error)))
