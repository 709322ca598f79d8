import { Call } from "@recordop/core/calls"
import { Schema } from "effect"
import { type CallState, toCall } from "../CallState.ts"
import { type Instant, InstantFromString } from "../Instant.ts"

/** A call, and when the first and the last thing happened in it; absent when that is not known. */
export const CallSummary = Schema.Struct({
  call: Call,
  startedAt: Schema.optionalKey(InstantFromString),
  endedAt: Schema.optionalKey(InstantFromString)
})
export type CallSummary = typeof CallSummary.Type

/** A call with when it began, as far as that is known, and ended. */
export const callSummary = (state: CallState, startedAt: Instant | undefined): CallSummary => ({
  call: toCall(state),
  ...(startedAt === undefined ? {} : { startedAt }),
  ...(state._tag === "Terminated" ? { endedAt: state.at } : {})
})
