import { Schema } from "effect"
import { AnyMilliseconds } from "./AnyDuration.ts"

/** The answer of `GET /_emulator/bounds`: how much is kept of what is over, in number, bytes and time on the emulator's clock. */
export const KeptBounds = Schema.Struct({
  endedCalls: Schema.Int,
  notifications: Schema.Int,
  notificationBytes: Schema.Int,
  events: Schema.Int,
  eventBytes: Schema.Int,
  meetings: Schema.Int,
  requests: Schema.Int,
  requestBytes: Schema.Int,
  soundBytes: Schema.Int,
  /** How long recordings can be fetched after their call has ended. */
  recordingRetention: AnyMilliseconds
})
