import type { Participant } from "@recordop/core/calls"
import { Result } from "effect"
import { NothingToActOn } from "../ports/Callers.ts"
import type { CallerAction } from "./caller/CallerStep.ts"
import { hangUp } from "./ending.ts"
import type { Instant } from "./Instant.ts"
import { pressKey } from "./keys.ts"
import { act } from "./operations/index.ts"
import { muted, withoutParticipant } from "./participants.ts"
import { isCalled, userNamed } from "./people.ts"
import { endFirst, replaceFirst } from "./queue.ts"
import { isBot, isPerson, join, maxParticipants, nextSeat, rosterOf, seat } from "./roster.ts"
import { contextOf, type Turn } from "./Turn.ts"

/** The caller, or somebody else, does something now. Needs all that waits. */
export const perform = (turn: Turn, action: CallerAction, at: Instant): Result.Result<Turn, NothingToActOn> => {
  switch (action._tag) {
    case "HangUp":
      return Result.succeed(callerLeaves(turn, at))
    case "Tone": {
      const pressed = pressKey(turn, action.tone)
      return Result.orElse(actOnFirst(pressed, action, at), () => Result.succeed(pressed))
    }
    case "Join":
      return comesIn(turn, action.name)
    case "Leave":
      return withNamed(turn, action.name, (leaving) => withoutParticipant(turn, leaving, at))
    case "Mute":
    case "Unmute":
      return withNamed(turn, action.name, (found) => muted(turn, found, action._tag === "Mute"))
    default:
      return actOnFirst(turn, action, at)
  }
}

/** The caller is the first person in the call; it goes on while others are there. */
export const callerLeaves = (turn: Turn, at: Instant): Turn => {
  const caller = turn.state._tag === "Established" ? rosterOf(turn.state).find(isPerson) : undefined
  return caller === undefined ? hangUp(turn, at) : withoutParticipant(turn, caller, at)
}

const actOnFirst = (turn: Turn, action: CallerAction, at: Instant): Result.Result<Turn, NothingToActOn> => {
  const [first] = turn.queue
  if (first === undefined) return nothing("Nothing is recorded now.")
  const progress = act(first.task, action, contextOf(turn), at)
  switch (progress._tag) {
    case "Nothing":
      return nothing(progress.message)
    case "GoesOn":
      return Result.succeed(replaceFirst(turn, progress.task))
    case "Ends":
      return Result.succeed(endFirst(turn, progress.end, progress.at))
    case "HangsUp":
      return Result.succeed(callerLeaves(replaceFirst(turn, progress.task), at))
  }
}

const nothing = (message: string) => Result.fail(new NothingToActOn({ message }))

const comesIn = (turn: Turn, name: string): Result.Result<Turn, NothingToActOn> => {
  const { state } = turn
  if (state._tag !== "Established") return nothing("Nobody can join a call that is not established.")
  if (rosterOf(state).length >= maxParticipants) return nothing(`No more than ${maxParticipants} can be in a call.`)
  const suffix = `-0000-4000-8000-${nextSeat(state).toString(16).padStart(12, "0")}`
  const ids = { participantId: `10000000${suffix}`, endpointId: `20000000${suffix}` }
  const { people, seats } = seat(turn, [{ identity: userNamed(name, `30000000${suffix}`, state.tenantId), ids }])
  return Result.succeed(join({ ...turn, state: { ...state, seats } }, people))
}

const withNamed = (
  turn: Turn,
  name: string,
  use: (found: Participant) => Turn
): Result.Result<Turn, NothingToActOn> => {
  const { state } = turn
  const found = state._tag === "Established"
    ? rosterOf(state).find((one) => !isBot(state, one) && isCalled(name)(one))
    : undefined
  return found === undefined ? nothing(`Nobody in the call is called '${name}'.`) : Result.succeed(use(found))
}
