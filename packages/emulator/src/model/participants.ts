import { isSameId } from "@recordop/core"
import {
  CallNotEstablished,
  type CallOperation,
  isGroupCall,
  type Participant,
  ParticipantNotFound,
  type ScreenSharingRoleParameters
} from "@recordop/core/calls"
import { Result } from "effect"
import { CallIsFull } from "../ports/Callers.ts"
import { toCall } from "./CallState.ts"
import { endCall, endings, hangUp } from "./ending.ts"
import type { Instant } from "./Instant.ts"
import { change, isBot, isPerson, join, leave, maxParticipants, type Newcomer, rosterOf, seat } from "./roster.ts"
import type { Command } from "./step.ts"
import { type Turn, withCompleted } from "./Turn.ts"

type Refusal = CallNotEstablished | ParticipantNotFound

/** Finds somebody in a call that stands. */
const withParticipant = (
  turn: Turn,
  id: string,
  use: (found: Participant) => Turn
): Result.Result<Turn, Refusal> => {
  const { state } = turn
  if (state._tag !== "Established") return Result.fail(new CallNotEstablished({ callId: state.id }))
  const found = rosterOf(state).find((one) => isSameId(one.id ?? "", id))
  return found === undefined
    ? Result.fail(new ParticipantNotFound({ callId: state.id, participantId: id }))
    : Result.succeed(use(found))
}

/** Somebody comes in by themselves. */
export const comeInByHand = (newcomer: Newcomer): Command<CallNotEstablished | CallIsFull> => ({
  obey: (turn) => {
    const { state } = turn
    if (state._tag !== "Established") return Result.fail(new CallNotEstablished({ callId: state.id }))
    if (rosterOf(state).length >= maxParticipants) return Result.fail(new CallIsFull())
    const { people, seats } = seat(turn, [newcomer])
    return Result.succeed(join({ ...turn, state: { ...state, seats } }, people))
  },
  needsQueue: false,
  whenEnded: "refused"
})

/** Somebody leaves by themselves, or is removed. */
export const removeParticipant = (id: string): Command<Refusal> => ({
  obey: (turn, at) => withParticipant(turn, id, (leaving) => withoutParticipant(turn, leaving, at)),
  needsQueue: true,
  whenEnded: "refused"
})

/** A call ends without its bot, and when its last person leaves. */
export const withoutParticipant = (turn: Turn, leaving: Participant, at: Instant): Turn => {
  const { state } = turn
  if (isBot(state, leaving)) return endCall(turn, at, endings.removed)
  if (rosterOf(state).some((one) => one !== leaving && isPerson(one))) return leave(turn, leaving)
  return isGroupCall(toCall(state)) ? endCall(leave(turn, leaving), at, endings.alone) : hangUp(turn, at)
}

/** Whether somebody is heard. */
export const setMuted = (id: string, isMuted: boolean): Command<Refusal> => ({
  obey: (turn) => withParticipant(turn, id, (found) => muted(turn, found, isMuted)),
  needsQueue: false,
  whenEnded: "refused"
})

/** Somebody is heard or not. */
export const muted = (turn: Turn, found: Participant, isMuted: boolean): Turn =>
  found.isMuted === isMuted ? turn : change(turn, found, { ...found, isMuted })

/** The bot mutes somebody; `operation` is the asking, which is complete. */
export const muteParticipant = (id: string, operation: CallOperation): Command<Refusal> => ({
  obey: (turn) => withParticipant(turn, id, (found) => withCompleted(muted(turn, found, true), operation)),
  needsQueue: false,
  whenEnded: "refused"
})

/** The bot asks something of somebody that nobody notices; `operation` is the asking, which is complete. */
export const completeFor = (id: string, operation: CallOperation): Command<Refusal> => ({
  obey: (turn) => withParticipant(turn, id, () => withCompleted(turn, operation)),
  needsQueue: false,
  whenEnded: "refused"
})

/** The bot mutes or unmutes itself; `operation` is the asking, which is complete. */
export const muteBot = (isMuted: boolean) => (operation: CallOperation): Command<CallNotEstablished> => ({
  obey: (turn) => ofBot(turn, (bot) => withCompleted(bot === undefined ? turn : muted(turn, bot, isMuted), operation)),
  needsQueue: false,
  whenEnded: "refused"
})

/** The bot shares its screen, or looks on. */
export const changeScreenSharing = ({ role }: ScreenSharingRoleParameters): Command<CallNotEstablished> => ({
  obey: (turn) =>
    ofBot(turn, (bot) => {
      const streams = bot?.mediaStreams ?? []
      const others = streams.filter(({ mediaType }) => mediaType !== "videoBasedScreenSharing")
      if (bot === undefined || (role === "sharer") === others.length < streams.length) return turn
      return change(turn, bot, {
        ...bot,
        mediaStreams: role === "sharer" ? [...others, sharedScreen] : others
      })
    }),
  needsQueue: false,
  whenEnded: "refused"
})

const sharedScreen = {
  "@odata.type": "#microsoft.graph.mediaStream",
  mediaType: "videoBasedScreenSharing",
  label: "applicationsharing-video",
  sourceId: "202",
  direction: "sendOnly",
  serverMuted: false
} as const

const ofBot = (
  turn: Turn,
  use: (bot: Participant | undefined) => Turn
): Result.Result<Turn, CallNotEstablished> => {
  const { state } = turn
  return state._tag === "Established"
    ? Result.succeed(use(rosterOf(state).find((one) => isBot(state, one))))
    : Result.fail(new CallNotEstablished({ callId: state.id }))
}
