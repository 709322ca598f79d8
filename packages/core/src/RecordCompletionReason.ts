import { Schema } from "effect"

/**
 * Why a recording ended. An operation that has not ended has `null`; the word `none` of the beta documentation is no
 * member.
 *
 * Source: CSDL (beta), enumeration `microsoft.graph.recordCompletionReason`.
 */
export const RecordCompletionReason = Schema.Literals([
  "operationCanceled",
  "stopToneDetected",
  "maxRecordDurationReached",
  "initialSilenceTimeout",
  "maxSilenceTimeout",
  "playPromptFailed",
  "playBeepFailed",
  "mediaReceiveTimeout",
  "unspecifiedError"
]).annotate({
  description: "Why a recording ended.",
  examples: ["stopToneDetected", "maxSilenceTimeout"]
})
export type RecordCompletionReason = typeof RecordCompletionReason.Type
