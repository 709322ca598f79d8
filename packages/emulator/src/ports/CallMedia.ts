import type { CallId, CallNotFound, InvalidRequest, Unavailable } from "@recordop/core"
import { Context, type Effect } from "effect"
import type { CallSummary } from "../model/media/callSummary.ts"
import type { MediaEvent } from "../model/media/MediaEvent.ts"

/** The port: what could be seen and heard in calls. */
export class CallMedia extends Context.Service<CallMedia, {
  /** The calls that stand, and the last ones that have ended, at the most a hundred of each; the latest first. */
  readonly calls: Effect.Effect<ReadonlyArray<CallSummary>, InvalidRequest | Unavailable>

  /** The last thousand of what happened in a call, the oldest first, also after it has ended. */
  readonly timeline: (
    callId: CallId
  ) => Effect.Effect<ReadonlyArray<MediaEvent>, CallNotFound | InvalidRequest | Unavailable>
}>()("@recordop/emulator/ports/CallMedia") {}
