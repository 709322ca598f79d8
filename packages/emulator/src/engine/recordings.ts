import { Effect } from "effect"
import { callsFailure, RecordingForbidden, RecordingNotFound } from "../calls/CallsError.ts"
import { CallStore } from "../calls/CallStore.ts"
import type { OperationKey } from "../Ids.ts"
import { Recordings } from "../recording/Recordings.ts"
import { RecordOperations } from "../RecordOperations.ts"
import type { VirtualClock } from "./virtualClock.ts"

/** The recordings of simulated calls, until some milliseconds after the call has ended. */
export const makeRecordings = Effect.fnUntraced(function*(retention: number, clock: VirtualClock) {
  const store = yield* CallStore
  const operations = yield* RecordOperations

  /** The operation, if there is one: its access token opens the recording. */
  const findOperation = Effect.fnUntraced(function*(key: OperationKey) {
    return yield* Effect.mapError(
      operations.get(key),
      ({ message, reason }) => callsFailure(reason._tag === "Unavailable" ? reason : new RecordingNotFound({ message }))
    )
  })

  return Recordings.of({
    find: Effect.fnUntraced(function*(key, accessToken) {
      const { operation } = yield* findOperation(key)
      const { endedAt } = yield* store.get(key.callId)
      const sound = yield* store.recording(key)
      if (sound === undefined) {
        const message = `Operation ${operation.id} in call ${key.callId} has left no recording.`
        return yield* callsFailure(new RecordingNotFound({ message }))
      }
      if (endedAt !== null && (yield* clock.now) >= endedAt + retention) {
        const message = "The recording is gone: its call has ended, and the time to fetch it is over."
        return yield* callsFailure(new RecordingNotFound({ message }))
      }
      if (accessToken !== undefined && accessToken === operation.recordingAccessToken) return sound
      const message = accessToken === undefined
        ? "The recordingAccessToken of the operation is missing: send it as 'Authorization: Bearer …'."
        : "The token is not the recordingAccessToken of the operation."
      return yield* callsFailure(new RecordingForbidden({ message }))
    })
  })
})
