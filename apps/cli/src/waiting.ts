import { waitForEnd, type Watched } from "@recordop/client"
import {
  type CallNotFound,
  type InvalidRequest,
  type OperationKey,
  type OperationNotFound,
  RecordOperations,
  type Unavailable
} from "@recordop/core"
import { Events } from "@recordop/emulator/ports/Events"
import { Effect } from "effect"
import { withProgress } from "./progress.ts"

/** Waits until an operation has ended, with the time that passes on a terminal. */
export const waiting = Effect.fnUntraced(function*(key: OperationKey) {
  const operations = yield* RecordOperations
  const events = yield* Events
  const line = (elapsed: number) => `Recording ${key.operationId}: running, ${(elapsed / 1_000).toFixed(1)} s`
  const watched: Watched<CallNotFound | OperationNotFound | InvalidRequest | Unavailable, never> = {
    get: (key) => operations.get(key),
    events: events.subscribe()
  }
  return yield* waitForEnd(watched, key).pipe(withProgress(line))
})
