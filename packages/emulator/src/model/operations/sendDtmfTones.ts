import type { OperationId } from "@recordop/core"
import type {
  CallOperation,
  MediaCompletionReason,
  SendDtmfTonesOperation,
  SendDtmfTonesParameters
} from "@recordop/core/calls"
import { Schema } from "effect"
import { Instant } from "../Instant.ts"
import type { Kind, Outcome } from "./Kind.ts"

/** How long a key is pressed, in milliseconds. */
const keyDuration = 100

/** Keys that are pressed or wait; they have not begun while `until` is null. */
export const SendDtmfTonesTask = Schema.TaggedStruct("SendDtmfTones", {
  milliseconds: Schema.Int,
  until: Schema.NullOr(Instant)
})
export type SendDtmfTonesTask = typeof SendDtmfTonesTask.Type

/** The operation and the task that `sendDtmfTones` starts. */
export const startSendDtmfTones = (
  id: OperationId,
  { clientContext, delayBetweenTonesMs, tones }: SendDtmfTonesParameters
) => {
  const operation: SendDtmfTonesOperation = {
    "@odata.type": "#microsoft.graph.sendDtmfTonesOperation",
    id,
    status: "Running",
    clientContext,
    resultInfo: null,
    completionReason: null
  }
  const milliseconds = tones.length * keyDuration + (tones.length - 1) * delayBetweenTonesMs
  const task: SendDtmfTonesTask = { _tag: "SendDtmfTones", milliseconds, until: null }
  return { operation, task }
}

/** The pressing of keys by the bot. */
export const sendDtmfTones: Kind<SendDtmfTonesTask> = {
  hasBegun: ({ until }) => until !== null,
  begin: (task, _context, at) => ({ ...task, until: at + task.milliseconds }),
  dueAt: ({ until }) => until ?? undefined,
  pass: (_task, _context, at) => ({ _tag: "Ends", at, end: endWith("completedSuccessfully", "Completed") }),
  act: () => ({ _tag: "Nothing", message: "Nothing is recorded now." }),
  cancel: () => endWith("mediaOperationCanceled", "Failed"),
  playing: () => undefined,
  isListening: () => false,
  scriptInUse: () => null
}

/** Graph gives no result but the reason. */
const endWith =
  (completionReason: MediaCompletionReason, status: "Completed" | "Failed") => (operation: CallOperation): Outcome => ({
    operation: operation["@odata.type"] === "#microsoft.graph.sendDtmfTonesOperation"
      ? { ...operation, completionReason, status }
      : { ...operation, status }
  })
