import { CallNotEstablished, transferFailedNotification, type TransferParameters } from "@recordop/core/calls"
import { Result, Struct } from "effect"
import { failsAt } from "./caller/CallerScript.ts"
import { type CallState, sharedOf, toCall } from "./CallState.ts"
import { endCall, endings } from "./ending.ts"
import type { Instant } from "./Instant.ts"
import { cancelAll } from "./queue.ts"
import type { Command } from "./step.ts"
import { contextOf, enter, type Turn } from "./Turn.ts"

/** How long each phase of a transfer takes, in milliseconds. */
const transferTime = 1_000

/** Source of the codes: Graph, "call: transfer". */
const failed = { code: 500, subcode: 7000, message: "The transfer failed." }

/** The bot sends the caller to somebody else; what plays, records and waits ends. */
export const transfer = (
  { transferTarget: { replacesCallId } }: Pick<TransferParameters, "transferTarget">
): Command<CallNotEstablished> => ({
  obey: (turn, at) => {
    const { state } = turn
    if (state._tag !== "Established") return Result.fail(new CallNotEstablished({ callId: state.id }))
    const { script, scriptOf } = contextOf(turn)
    return Result.succeed(enter(cancelAll(turn, at), {
      _tag: "Transferring",
      ...sharedOf(state),
      ...Struct.pick(state, ["aliveUntil"]),
      until: at + transferTime,
      isConsultative: typeof replacesCallId === "string",
      fails: failsAt(scriptOf(script), "transfer")
    }))
  },
  needsQueue: true,
  whenEnded: "refused"
})

/** A transfer is accepted and ends the call, or fails and leaves it as it was. */
export const passTransfer = (
  turn: Turn,
  state: Extract<CallState, { readonly _tag: "Transferring" | "TransferAccepted" }>,
  at: Instant
): Turn => {
  const shared = sharedOf(state)
  const { isConsultative } = state
  if (state._tag === "TransferAccepted") {
    const transferred = isConsultative
      ? { ...turn, state: { ...state, properties: { ...state.properties, terminationReason: "AppTransferred" } } }
      : turn
    return endCall(transferred, at, endings.transferred)
  }
  if (!state.fails) {
    return enter(turn, { _tag: "TransferAccepted", ...shared, until: at + transferTime, isConsultative })
  }
  const goesOn: CallState = { _tag: "Established", ...shared, ...Struct.pick(state, ["aliveUntil"]) }
  const { notificationForm } = turn.settings
  return {
    ...turn,
    state: goesOn,
    told: [...turn.told, transferFailedNotification(toCall(goesOn), failed, notificationForm)]
  }
}
