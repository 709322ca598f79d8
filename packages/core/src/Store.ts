import { Context, type Effect } from "effect"
import type { RecordOperationsError } from "./RecordOperationsError.ts"

/** The port for what concerns all operations that are kept in one place. Memory and SQL implement it. */
export class Store extends Context.Service<Store, {
  /** What keeps the operations. */
  readonly kind: "memory" | "sqlite" | "postgres"

  /** Succeeds when the store can be read; fails with `Unavailable`. */
  readonly check: Effect.Effect<void, RecordOperationsError>

  /** Puts everything back to the seed. Fails with `Unavailable`. */
  readonly reset: Effect.Effect<void, RecordOperationsError>
}>()("@recordop/core/Store") {}
