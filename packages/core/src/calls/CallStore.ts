import { Context, type Effect, type Result } from "effect"
import type { Instant } from "../clock/Instant.ts"
import type { CallId, OperationKey } from "../Ids.ts"
import type { Sound } from "../recording/Sound.ts"
import type { CallChange, LoadedCall } from "./CallDraft.ts"
import type { CallsError } from "./CallsError.ts"
import type { CallState } from "./CallState.ts"

/**
 * The port that keeps calls, for whoever simulates them. Memory and SQL implement it. Every method can fail with
 * `Unavailable`.
 */
export class CallStore extends Context.Service<CallStore, {
  /** Keeps a call that is new. */
  insert(change: CallChange): Effect.Effect<void, CallsError>

  /**
   * Reads a call, changes it and keeps the change with all that belongs to it: as a whole or not at all, and
   * with no other change in between. Fails with `CallNotFound`, or as `change` does.
   */
  modify(
    callId: CallId,
    change: (loaded: LoadedCall) => Result.Result<CallChange, CallsError["reason"]>
  ): Effect.Effect<CallChange, CallsError>

  /** Fails with `CallNotFound`. */
  get(callId: CallId): Effect.Effect<CallState, CallsError>

  /** What an operation has recorded; `undefined` when it has not. */
  recording(key: OperationKey): Effect.Effect<Sound | undefined, CallsError>

  /** Calls in which something falls due until an instant, the earliest first; not necessarily all. */
  due(until: Instant): Effect.Effect<ReadonlyArray<CallId>, CallsError>

  /** When something falls due next in a call; `undefined` when nothing will. */
  readonly nextDue: Effect.Effect<Instant | undefined, CallsError>

  /** Whether something of the call is simulated; costs nothing. */
  isSimulated(callId: CallId): boolean
}>()("@recordop/core/calls/CallStore") {}
