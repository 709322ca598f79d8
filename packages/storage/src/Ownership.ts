import type { Unavailable } from "@recordop/core"
import type { Instant } from "@recordop/emulator/model/Instant"
import { Context, Effect, Layer, type Scope } from "effect"
import type { SqlError } from "effect/sql"
import type { Failure } from "./Failure.ts"

/** What a server may do with a store, and what others do meanwhile. */
export class Ownership extends Context.Service<Ownership, {
  /** Whether several servers may use the store at the same time. */
  readonly isShared: boolean
  /** See `Store.claim`. */
  readonly claim: Effect.Effect<void, Unavailable, Scope.Scope>
  /** Claims the notification with this sequence, if it is pending and due; false when another server has. */
  readonly claimNotification: (sequence: number, until: Instant) => Effect.Effect<boolean, SqlError.SqlError>
  /** See `Store.holdClock`. */
  readonly holdClock: Effect.Effect<boolean, SqlError.SqlError | Unavailable, Scope.Scope>
  /** In the transaction that has kept the clock: fails when another process has got hold of it meanwhile. */
  readonly checkClock: Effect.Effect<void, SqlError.SqlError | Unavailable>
  /** See `Store.clockTaken`, `callOffClock`, `isClockHeld` and `activity`. */
  readonly clockTaken: Effect.Effect<void, SqlError.SqlError>
  readonly callOffClock: Effect.Effect<void, SqlError.SqlError>
  readonly isClockHeld: Effect.Effect<boolean, SqlError.SqlError>
  readonly activity: Effect.Effect<number, Failure>
}>()("@recordop/storage/Ownership") {}

/** For a store that one server has to itself, once it has claimed it. */
export const layerAlone = (claim: Effect.Effect<void, Unavailable, Scope.Scope>): Layer.Layer<Ownership> =>
  Layer.succeed(
    Ownership,
    Ownership.of({
      isShared: false,
      claim,
      claimNotification: () => Effect.succeed(true),
      holdClock: Effect.succeed(true),
      checkClock: Effect.void,
      clockTaken: Effect.never,
      callOffClock: Effect.void,
      isClockHeld: Effect.succeed(false),
      activity: Effect.succeed(0)
    })
  )
