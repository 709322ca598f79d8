import type { Unavailable } from "@recordop/core"
import type { Cause, Schema } from "effect"
import { SqlError } from "effect/sql"

/** What a statement, or the reading of what it gives, can fail with. */
export type Failure = SqlError.SqlError | Schema.SchemaError | Cause.NoSuchElementError | Unavailable

/** Whether another process holds a lock on the file. */
export const isLocked = (error: unknown): boolean =>
  SqlError.isSqlError(error) && error.reason._tag === "LockTimeoutError"

/** Why something has failed: what the database said itself. */
export const deepestMessage = (error: { readonly message: string; readonly cause?: unknown }): string =>
  error.cause instanceof Error && error.cause !== error ? deepestMessage(error.cause) : error.message
