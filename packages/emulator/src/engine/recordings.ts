import type { OperationKey } from "@recordop/core"
import { isRecordOperation } from "@recordop/core/calls"
import { Effect } from "effect"
import type { Instant } from "../model/Instant.ts"
import { RecordingForbidden, RecordingNotFound, Recordings } from "../ports/Recordings.ts"
import type { Store } from "../Store.ts"

/** `Recordings` on a store, until some milliseconds after the call has ended. */
export const makeRecordings = (store: Store["Service"], retention: number, now: Effect.Effect<Instant>) =>
  Recordings.of({
    find: Effect.fnUntraced(function*(key: OperationKey, accessToken) {
      const { callId, operationId } = key
      const call = yield* store.findCall(callId)
      const operation = (yield* store.findOperation(key))?.current?.operation
      if (call === undefined || operation === undefined) {
        return yield* new RecordingNotFound({ message: `Operation not found: ${operationId} in call ${callId}.` })
      }
      const sound = yield* store.recording(key)
      if (sound === undefined || !isRecordOperation(operation)) {
        const message = `Operation ${operation.id} in call ${callId} has left no recording.`
        return yield* new RecordingNotFound({ message })
      }
      if (call._tag === "Terminated" && (yield* now) >= call.at + retention) {
        const message = "The recording is gone: its call has ended, and the time to fetch it is over."
        return yield* new RecordingNotFound({ message })
      }
      if (accessToken !== undefined && accessToken === operation.recordingAccessToken) return sound
      const message = accessToken === undefined
        ? "The recordingAccessToken of the operation is missing: send it as 'Authorization: Bearer …'."
        : "The token is not the recordingAccessToken of the operation."
      return yield* new RecordingForbidden({ message })
    })
  })
