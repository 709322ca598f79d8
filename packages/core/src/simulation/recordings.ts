import { Effect } from "effect"
import { callsFailure, RecordingForbidden, RecordingNotFound } from "../calls/CallsError.ts"
import { CallStore } from "../calls/CallStore.ts"
import { Recordings } from "../recording/Recordings.ts"
import type { VirtualClock } from "./virtualClock.ts"

/** The recordings of simulated calls, until some milliseconds after the call has ended. */
export const makeRecordings = Effect.fnUntraced(function*(retention: number, clock: VirtualClock) {
  const store = yield* CallStore
  return Recordings.of({
    find: Effect.fnUntraced(function*(key, accessToken) {
      const { callId, operationId } = key
      const { endedAt } = yield* store.get(callId)
      const recording = yield* store.recording(key)
      if (recording === undefined) {
        const message = `Operation ${operationId} in call ${callId} has left no recording.`
        return yield* callsFailure(new RecordingNotFound({ message }))
      }
      if (endedAt !== null && (yield* clock.now) >= endedAt + retention) {
        const message = "The recording is gone: its call has ended, and the time to fetch it is over."
        return yield* callsFailure(new RecordingNotFound({ message }))
      }
      if (accessToken === recording.accessToken) return recording.sound
      const message = accessToken === undefined
        ? "The recordingAccessToken of the operation is missing: send it as 'Authorization: Bearer …'."
        : "The token is not the recordingAccessToken of the operation."
      return yield* callsFailure(new RecordingForbidden({ message }))
    })
  })
})
