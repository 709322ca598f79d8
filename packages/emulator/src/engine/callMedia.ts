import { type CallId, CallNotFound, idKey } from "@recordop/core"
import { Effect } from "effect"
import { callSummary } from "../model/media/callSummary.ts"
import type { MediaEvent } from "../model/media/MediaEvent.ts"
import { CallMedia } from "../ports/CallMedia.ts"
import type { Store } from "../Store.ts"

/** How many calls are remembered, and how much of each; the oldest goes first. */
const keptCalls = 1_000
const keptEvents = 1_000

/** How many are listed of those that stand, and of those that are remembered. */
const listedCalls = 100

/** What could be seen and heard in calls, in memory: as far as this server has brought it about. */
export const makeCallMedia = (store: Store["Service"]) => {
  const calls = new Map<string, { readonly callId: CallId; readonly events: Array<MediaEvent> }>()

  const note = (callId: CallId, events: ReadonlyArray<MediaEvent>): void => {
    const key = idKey(callId)
    const known = calls.get(key) ?? { callId, events: [] }
    known.events.push(...events)
    known.events.splice(0, known.events.length - keptEvents)
    calls.set(key, known)
    const [oldest] = calls.keys()
    if (calls.size > keptCalls && oldest !== undefined) calls.delete(oldest)
  }

  const media = CallMedia.of({
    calls: Effect.gen(function*() {
      const states = new Map((yield* store.calls("", listedCalls)).map((state) => [idKey(state.id), state]))
      for (const [key, { callId }] of Array.from(calls).slice(-listedCalls)) {
        const state = states.get(key) ?? (yield* store.findCall(callId))
        if (state === undefined) continue
        // Those that are known best come last.
        states.delete(key)
        states.set(key, state)
      }
      return Array.from(states, ([key, state]) => callSummary(state, calls.get(key)?.events ?? [])).toReversed()
    }),
    timeline: Effect.fnUntraced(function*(callId: CallId) {
      const known = calls.get(idKey(callId))
      if (known !== undefined) return Array.from(known.events)
      if ((yield* store.findCall(callId)) === undefined) return yield* new CallNotFound({ callId })
      return []
    })
  })

  return { media, note, clear: Effect.sync(() => calls.clear()) }
}
