import { isGroupCall } from "@recordop/core/calls"
import { failsAt } from "./caller/CallerScript.ts"
import { keepAliveTime, sharedOf, toCall } from "./CallState.ts"
import type { Instant } from "./Instant.ts"
import { isBot, rosterOf, withRoster } from "./roster.ts"
import { followsCall } from "./story/followsCall.ts"
import { startStory } from "./story/Story.ts"
import { contextOf, enter, type Turn } from "./Turn.ts"

/** Whether whoever the bot calls answers. */
export const isAnswered = (turn: Turn): boolean => {
  const { script, scriptOf } = contextOf(turn)
  return turn.state.properties["direction"] !== "outgoing" || !failsAt(scriptOf(script), "answer")
}

/**
 * The call stands, and the bot is told of that and of who is there: in a group call of itself first, and then of all.
 *
 * Source of the order: captures.
 */
export const establish = (turn: Turn, at: Instant): Turn => {
  const established = enter(turn, {
    _tag: "Established",
    ...sharedOf(turn.state),
    aliveUntil: at + keepAliveTime,
    ...(followsFromNow(turn) ? { story: startStory(at) } : {})
  })
  const { state } = established
  const roster = rosterOf(state)
  if (roster.length === 0) return established
  if (!isGroupCall(toCall(state))) return withRoster(established, roster, roster)
  const alone = roster.filter((one) => isBot(state, one))
  return withRoster(withRoster(established, alone, alone), roster, roster.filter((one) => !isBot(state, one)))
}

/** The bot still wants the call. */
export const keptAlive = (turn: Turn, at: Instant): Turn => {
  const { state } = turn
  return state._tag === "Established" && state.aliveUntil !== undefined
    ? { ...turn, state: { ...state, aliveUntil: at + keepAliveTime } }
    : turn
}

const followsFromNow = (turn: Turn): boolean => {
  const { script, scriptOf } = contextOf(turn)
  return followsCall(turn.state, scriptOf(script))
}
