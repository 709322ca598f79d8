import { Call } from "@recordop/core/calls"
import { Schema } from "effect"
import { type CallState, toCall } from "../CallState.ts"
import { InstantFromString } from "../Instant.ts"
import type { MediaEvent } from "./MediaEvent.ts"

/** A call, and when the first and the last thing happened in it; absent when that is not known. */
export const CallSummary = Schema.Struct({
  call: Call,
  startedAt: Schema.optionalKey(InstantFromString),
  endedAt: Schema.optionalKey(InstantFromString)
})
export type CallSummary = typeof CallSummary.Type

/** A call with what is known of what happened in it. */
export const callSummary = (state: CallState, events: ReadonlyArray<MediaEvent>): CallSummary => {
  const [first] = events
  return {
    call: toCall(state),
    ...(first === undefined ? {} : { startedAt: first.at }),
    ...(state._tag === "Terminated" ? { endedAt: state.at } : {})
  }
}
