import { type CallId, CallNotFound, idKey } from "@recordop/core"
import { Effect } from "effect"
import type { MediaEvent } from "../model/media/MediaEvent.ts"
import { CallMedia } from "../ports/CallMedia.ts"
import type { Store } from "../Store.ts"

/** How many calls are remembered, and how much of each; the oldest goes first. */
const keptCalls = 1_000
const keptEvents = 1_000

/** What could be seen and heard in calls, in memory: as far as this server has brought it about. */
export const makeCallMedia = (store: Store["Service"]) => {
  const calls = new Map<string, Array<MediaEvent>>()

  const note = (callId: CallId, events: ReadonlyArray<MediaEvent>): void => {
    const key = idKey(callId)
    const known = calls.get(key) ?? []
    known.push(...events)
    known.splice(0, known.length - keptEvents)
    calls.set(key, known)
    const [oldest] = calls.keys()
    if (calls.size > keptCalls && oldest !== undefined) calls.delete(oldest)
  }

  const media = CallMedia.of({
    timeline: Effect.fnUntraced(function*(callId: CallId) {
      const known = calls.get(idKey(callId))
      if (known !== undefined) return Array.from(known)
      if ((yield* store.findCall(callId)) === undefined) return yield* new CallNotFound({ callId })
      return []
    })
  })

  return { media, note, clear: Effect.sync(() => calls.clear()) }
}
