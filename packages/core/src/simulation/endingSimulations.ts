import { Effect } from "effect"
import type { CallsError } from "../calls/CallsError.ts"
import { CallStore } from "../calls/CallStore.ts"
import type { CallId } from "../Ids.ts"
import { isFinal, RecordOperations } from "../RecordOperations.ts"

/**
 * The operations of the store; whoever ends or deletes one that is simulated ends its simulation too. Operations of which
 * nothing is simulated cost nothing more.
 */
export const endingSimulations = Effect.fnUntraced(function*(
  passTime: (callId: CallId) => Effect.Effect<void, CallsError>
) {
  const operations = yield* RecordOperations
  const store = yield* CallStore

  const settle = (callId: CallId) =>
    Effect.catch(
      passTime(callId),
      (error) => Effect.logError(`The simulation of call ${callId} goes on: ${error.message}`)
    )

  return RecordOperations.of({
    ...operations,
    update: (key, update, precondition) =>
      Effect.tap(
        operations.update(key, update, precondition),
        ({ operation }) => isFinal(operation) && store.isSimulated(key.callId) ? settle(key.callId) : Effect.void
      ),
    delete: (key, precondition) =>
      Effect.tap(
        operations.delete(key, precondition),
        () => store.isSimulated(key.callId) ? settle(key.callId) : Effect.void
      )
  })
})
