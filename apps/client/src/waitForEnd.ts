import { idKey, isFinal, type OperationKey, type VersionedOperation } from "@recordop/core"
import type { Subscription } from "@recordop/emulator/ports/Events"
import type { NumberedEvent } from "@recordop/emulator/protocol/EmulatorEvent"
import { Effect, Option, type Scope, Stream } from "effect"

/** What waiting needs of a server. */
export interface Watched<E, R> {
  readonly get: (key: OperationKey) => Effect.Effect<VersionedOperation, E, R>
  readonly events: Effect.Effect<Subscription<E>, E, R | Scope.Scope>
}

/**
 * The operation once it has ended: at once when it has, or as soon as the server tells. Fails as `get` does,
 * also when it is deleted meanwhile.
 */
export const waitForEnd = <E, R>({ events, get }: Watched<E, R>, key: OperationKey) => {
  const endedNow = Effect.map(get(key), (current) => isFinal(current.operation) ? Option.some(current) : Option.none())

  /** What an event says about the end of the operation. */
  const endedBy = ({ event }: NumberedEvent): typeof endedNow => {
    if (event._tag === "Missed" || event._tag === "Reset") return endedNow
    if (event._tag !== "Operation" || !isAbout(event.change, key)) return Effect.succeedNone
    const { changeType, operation, version } = event.change
    if (changeType === "deleted") return endedNow
    return Effect.succeed(isFinal(operation) ? Option.some({ operation, version }) : Option.none())
  }

  return Effect.scoped(Effect.gen(function*() {
    const { events: stream } = yield* events
    const current = yield* endedNow
    if (Option.isSome(current)) return current.value
    const ended = yield* stream.pipe(Stream.mapEffect(endedBy), Stream.filter(Option.isSome), Stream.runHead)
    return Option.isSome(ended) ? ended.value.value : yield* get(key)
  }))
}

const isAbout = (
  { callId, operation }: {
    readonly callId: OperationKey["callId"]
    readonly operation: { readonly id: OperationKey["operationId"] }
  },
  key: OperationKey
): boolean => idKey(callId) === idKey(key.callId) && idKey(operation.id) === idKey(key.operationId)
