import { type CallId, CallNotFound } from "@recordop/core"
import { Effect } from "effect"
import { type CallSummary, callSummary } from "../model/media/callSummary.ts"
import { CallMedia } from "../ports/CallMedia.ts"
import type { Store } from "../Store.ts"

/** How many calls are listed of those that stand, and of those that have ended. */
const listedCalls = 100

/** How many calls are looked at at the same time. */
const concurrency = 8

/** `CallMedia` on a store. */
export const makeCallMedia = (store: Store["Service"]): CallMedia["Service"] =>
  CallMedia.of({
    calls: Effect.gen(function*() {
      const states = [...yield* store.calls("", listedCalls), ...yield* store.endedCalls(listedCalls)]
      const summaries = yield* Effect.forEach(
        states,
        (state) => Effect.map(store.mediaBegan(state.id), (startedAt) => callSummary(state, startedAt)),
        { concurrency }
      )
      return summaries.toSorted((one, other) => lastKnown(other) - lastKnown(one))
    }),
    timeline: Effect.fnUntraced(function*(callId: CallId) {
      const events = yield* store.media(callId)
      if (events.length > 0) return events
      return (yield* store.findCall(callId)) === undefined ? yield* new CallNotFound({ callId }) : events
    })
  })

/** When a call began, or else when it ended; calls of which neither is known come last. */
const lastKnown = ({ endedAt = 0, startedAt = endedAt }: CallSummary): number => startedAt
