import type { Cause, Schema } from "effect"
import type { SqlError } from "effect/sql"

/** What a statement, or the reading of what it gives, can fail with. */
export type Failure = SqlError.SqlError | Schema.SchemaError | Cause.NoSuchElementError
