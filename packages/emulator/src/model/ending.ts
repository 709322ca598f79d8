import type { ResultInfo } from "@recordop/core"
import { sharedOf } from "./CallState.ts"
import type { Instant } from "./Instant.ts"
import { cancelInvitations } from "./invitations.ts"
import { cancelAll } from "./queue.ts"
import { enter, type Turn } from "./Turn.ts"

/**
 * How calls end.
 *
 * Source of the codes: Graph, "Delete call" (call end reason codes), "call: keepAlive" and "call: transfer"; of the messages
 * with a DiagCode: captures.
 */
export const endings = {
  left: { code: 200, subcode: 5002, message: "The conversation has ended. DiagCode: 0#5002.@" },
  alone: {
    code: 200,
    subcode: 5010,
    message:
      "This conversation has ended as only one participant was remaining in the conversation.. DiagCode: 0#5010.@"
  },
  removed: { code: 200, subcode: 5300, message: "The bot was removed from the call." },
  notKeptAlive: { code: 408, subcode: 8537, message: "The bot has not kept the call alive." },
  transferred: { code: 0, subcode: 7015, message: "GracefulTransferCompleted" }
} as const

/** What the bot did to end a call. */
export const byBot = (message: string): ResultInfo => ({ code: 200, subcode: 7000, message })

/** Ends what plays, records, waits and is invited, and then the call. */
export const endCall = (turn: Turn, at: Instant, resultInfo: ResultInfo): Turn => {
  const cancelled = cancelInvitations(cancelAll(turn, at))
  const { audioRoutingGroups: _, roster, ...shared } = sharedOf(cancelled.state)
  return enter(cancelled, {
    _tag: "Terminated",
    ...shared,
    // Nobody is in a call that is over, and thousands of those are kept.
    ...(roster === undefined ? {} : { roster: [] }),
    at,
    resultInfo
  })
}

/** The other side leaves. */
export const hangUp = (turn: Turn, at: Instant): Turn => endCall(turn, at, endings.left)
