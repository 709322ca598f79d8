import { callerLeaves } from "./acting.ts"
import { endCall, endings, hangUp } from "./ending.ts"
import { establish, isAnswered } from "./establishing.ts"
import type { Instant } from "./Instant.ts"
import { comeIn, nextInvitation } from "./invitations.ts"
import { pressKey } from "./keys.ts"
import { dueAt, pass } from "./operations/index.ts"
import { endFirst, replaceFirst } from "./queue.ts"
import { storyDueAt } from "./story/followStory.ts"
import { passTransfer } from "./transfer.ts"
import { contextOf, type Turn } from "./Turn.ts"

/** What an instant makes of a call; `Behind` and `NeedsQueue` as in `Step`. */
export type PassedInstant = Turn | "Behind" | "NeedsQueue"

/** Something that happens in a call by itself. */
interface Source {
  readonly dueAt: (turn: Turn) => Instant | undefined
  readonly pass: (turn: Turn, due: Instant) => PassedInstant
}

/** Needs all that waits, because the call ends. */
const ending = (end: (turn: Turn, due: Instant) => Turn) => (turn: Turn, due: Instant): PassedInstant =>
  turn.loaded.isWhole ? end(turn, due) : "NeedsQueue"

const phase: Source = {
  dueAt: ({ state }) => "until" in state ? state.until : undefined,
  pass: (turn, due) => {
    const { state } = turn
    switch (state._tag) {
      case "Incoming":
        return hangUp(turn, due)
      case "Establishing":
        return isAnswered(turn) ? establish(turn, due) : hangUp(turn, due)
      case "Transferring":
      case "TransferAccepted":
        return passTransfer(turn, state, due)
      default:
        return turn
    }
  }
}

const firstOperation: Source = {
  dueAt: (turn) => {
    const { queue: [first], state } = turn
    return first === undefined || state._tag !== "Established" ? undefined : dueAt(first.task, contextOf(turn))
  },
  pass: (turn, due) => {
    const { loaded: { isWhole }, queue: [first] } = turn
    if (first === undefined) return turn
    const progress = pass(first.task, contextOf(turn), due)
    if (progress._tag === "HangsUp") {
      return isWhole
        ? callerLeaves(replaceFirst(turn, progress.task), due)
        : "NeedsQueue"
    }
    const heard = progress.pressed === undefined ? turn : pressKey(turn, progress.pressed)
    if (progress._tag === "GoesOn") return replaceFirst(heard, progress.task)
    return !isWhole && turn.queue.length === 1 ? "Behind" : endFirst(heard, progress.end, progress.at)
  }
}

const invited: Source = { dueAt: nextInvitation, pass: comeIn }

/** The caller goes on by themselves; `step` follows the story after every instant. */
const story: Source = { dueAt: storyDueAt, pass: (turn) => turn }

const keepAlive: Source = {
  dueAt: ({ state }) => state._tag === "Established" ? state.aliveUntil : undefined,
  pass: ending((turn, due) => endCall(turn, due, endings.notKeptAlive))
}

/** What happens by itself in a call, in the order in which it does when it falls due at the same instant. */
const sources: ReadonlyArray<Source> = [phase, firstOperation, invited, story, keepAlive]

/** When something happens by itself; `undefined` when nothing will. */
export const turnDueAt = (turn: Turn): Instant | undefined => {
  if (turn.state._tag === "Terminated") return undefined
  const first = Math.min(...sources.map((source) => source.dueAt(turn) ?? Infinity))
  return first === Infinity ? undefined : first
}

/** What happens first at the instant that `turnDueAt` gives. */
export const passInstant = (turn: Turn, due: Instant): PassedInstant =>
  sources.find((source) => source.dueAt(turn) === due)?.pass(turn, due) ?? turn
