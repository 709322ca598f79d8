import type { OperationStatus, RecordCompletionReason, ResultInfo } from "@recordop/core"

/** How a recording that ended for some reason looks. */
export interface Outcome {
  readonly status: Extract<OperationStatus, "Completed" | "Failed">
  readonly resultInfo: ResultInfo
}

const completed = (subcode: number, message: string): Outcome => ({
  status: "Completed",
  resultInfo: { code: 200, subcode, message }
})

const failed = (code: number, subcode: number, message: string): Outcome => ({
  status: "Failed",
  resultInfo: { code, subcode, message }
})

/**
 * Status and result of each completion reason.
 *
 * Source: Graph, "call: record" (8515) and "call: cancelMediaProcessing" (8508); the codes of Azure Communication
 * Services, which runs on the same media platform, for the rest. That `maxSilenceTimeout` completes is an inference.
 */
export const outcomes: Readonly<Record<RecordCompletionReason, Outcome>> = {
  operationCanceled: failed(400, 8508, "Action failed, the operation was cancelled."),
  stopToneDetected: completed(8514, "Action completed as stop tone was detected."),
  maxRecordDurationReached: completed(8515, "Action completed, max record duration reached."),
  initialSilenceTimeout: failed(400, 8510, "Action failed, initial silence timeout reached."),
  maxSilenceTimeout: completed(8509, "Action completed, max silence timeout reached."),
  playPromptFailed: failed(500, 8511, "Action failed, encountered failure while trying to play the prompt."),
  playBeepFailed: failed(500, 8512, "Action failed, encountered failure while trying to play the beep."),
  mediaReceiveTimeout: failed(500, 8513, "Action failed, media receive timeout reached."),
  unspecifiedError: failed(500, 9999, "Unspecified error.")
}
