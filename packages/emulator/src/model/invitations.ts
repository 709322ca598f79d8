import { InvalidRequest } from "@recordop/core"
import { CallNotEstablished, CallNotGroup, type InviteParticipantsOperation, isGroupCall } from "@recordop/core/calls"
import { Result } from "effect"
import { toCall } from "./CallState.ts"
import type { Instant } from "./Instant.ts"
import { outcomes } from "./recording/outcomes.ts"
import { join, maxParticipants, type Newcomer, rosterOf, seat } from "./roster.ts"
import type { Command } from "./step.ts"
import { endsOf, type Turn } from "./Turn.ts"

/** How long invited people take to come in, in milliseconds. */
const arrivalTime = 1_000

/** The bot invites people, who come in a second later. */
export const invite = (
  operation: InviteParticipantsOperation,
  newcomers: ReadonlyArray<Newcomer>
): Command<CallNotEstablished | CallNotGroup | InvalidRequest> => ({
  obey: (turn, at) => {
    const { state } = turn
    if (state._tag !== "Established") return Result.fail(new CallNotEstablished({ callId: state.id }))
    if (!isGroupCall(toCall(state))) return Result.fail(new CallNotGroup({ callId: state.id }))
    const invited = (state.invitations ?? []).flatMap(({ people }) => people)
    if (rosterOf(state).length + invited.length + newcomers.length > maxParticipants) {
      return Result.fail(new InvalidRequest({ message: `No more than ${maxParticipants} can be in a call.` }))
    }
    const { people, seats } = seat(turn, newcomers)
    return Result.succeed({
      ...turn,
      state: {
        ...state,
        seats,
        invitations: [...state.invitations ?? [], { at: at + arrivalTime, operation, people }]
      },
      writes: [...turn.writes, { version: 1, operation, task: null, changeType: "created" }]
    })
  },
  needsQueue: false,
  whenEnded: "refused"
})

/** When somebody comes in next; nobody does while the call is transferred. */
export const nextInvitation = ({ state }: Turn): Instant | undefined =>
  state._tag === "Established" ? state.invitations?.[0]?.at : undefined

/** Those who were invited first come in. */
export const comeIn = (turn: Turn): Turn => {
  const { invitations: [first, ...rest] = [] } = turn.state
  if (first === undefined) return turn
  const answered = { ...turn, state: { ...turn.state, invitations: rest } }
  return join(ended(answered, { ...first.operation, status: "Completed" }), first.people)
}

/** Nobody comes in any more. */
export const cancelInvitations = (turn: Turn): Turn => {
  const { invitations = [] } = turn.state
  if (invitations.length === 0) return turn
  const { resultInfo, status } = outcomes.operationCanceled
  const start: Turn = { ...turn, state: { ...turn.state, invitations: [] } }
  return invitations.reduce(
    (cancelled, { operation }) => ended(cancelled, { ...operation, status, resultInfo }),
    start
  )
}

const ended = (turn: Turn, operation: InviteParticipantsOperation): Turn => {
  const current = { version: 2, operation }
  return {
    ...turn,
    writes: [...turn.writes, { ...current, task: null, changeType: "updated" }],
    told: [...turn.told, ...endsOf(turn, [current])]
  }
}
