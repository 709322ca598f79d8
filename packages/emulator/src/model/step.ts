import { CallNotFound } from "@recordop/core"
import { Predicate, Result } from "effect"
import { changeOf } from "./change.ts"
import { passInstant, turnDueAt } from "./due.ts"
import type { Instant } from "./Instant.ts"
import { withMediaEvents } from "./media/mediaEvents.ts"
import { beginFirst } from "./queue.ts"
import type { CallSettings } from "./Settings.ts"
import { followStory } from "./story/followStory.ts"
import { type CallChange, type LoadedCall, startTurn, type Turn } from "./Turn.ts"

/**
 * What somebody does with a call at an instant; it refuses what the call is in no state for. What is random, or comes from
 * outside, is in it.
 */
export interface Command<E> {
  /** What becomes of a call that stands. */
  readonly obey: (turn: Turn, at: Instant) => Result.Result<Turn, E>
  /** Whether it changes what waits, and so must know all of it. */
  readonly needsQueue: boolean
  /**
   * What becomes of it when the call has ended at this very instant: whoever wants it has it, or it is refused, or it is
   * to be given again, because it needs no call.
   */
  readonly whenEnded: "done" | "refused" | "again"
}

/**
 * What becomes of a call: `Done`; `Behind` when so much fell due before that it has to be kept first and the command given
 * again; `NeedsQueue` when all that waits has to be loaded.
 */
export type Step =
  | { readonly _tag: "Done" | "Behind"; readonly change: CallChange }
  | { readonly _tag: "NeedsQueue" }

/**
 * What becomes of a call when somebody does something with it at an instant, after everything that fell due until then,
 * each at its own instant. What falls due because of the command, even at the same instant, is left for later: an
 * operation that starts is answered running. Total and pure.
 *
 * 1. A call that has ended does not change, and nobody is told anything of it.
 * 2. An operation ends once, is told of once, and leaves the queue with that.
 * 3. The first one in the queue has begun, and no other has.
 * 4. After `Done`, nothing is due before the instant of the command.
 * 5. Ids never change.
 */
export const step = <E>(
  loaded: LoadedCall,
  command: Command<E>,
  at: Instant,
  settings: CallSettings
): Result.Result<Step, E | CallNotFound> => {
  const { id } = loaded.state
  if (loaded.state._tag === "Terminated") return Result.fail(new CallNotFound({ callId: id }))
  if ((command.needsQueue || Predicate.isNotNullish(loaded.state.story)) && !loaded.isWhole) {
    return Result.succeed({ _tag: "NeedsQueue" })
  }
  const passed = passTime(beginFirst(startTurn(loaded, settings), at), at)
  if (passed._tag === "NeedsQueue") return Result.succeed(passed)
  const { turn } = passed
  if (turn.state._tag === "Terminated") {
    return command.whenEnded === "refused"
      ? Result.fail(new CallNotFound({ callId: id }))
      : Result.succeed({ _tag: command.whenEnded === "done" ? "Done" : "Behind", change: changeOf(turn) })
  }
  return passed._tag === "Behind" || lacksNext(turn)
    ? Result.succeed({ _tag: "Behind", change: changeOf(turn) })
    : Result.map(command.obey(turn, at), (obeyed): Step => ({
      _tag: "Done",
      change: changeOf(follow(turn, obeyed, at))
    }))
}

/** Whether there is a second one in the queue that was not loaded: it could not begin when the first one ends. */
const lacksNext = ({ loaded: { isWhole, queue: before }, queue }: Turn): boolean =>
  !isWhole && queue.length < 2 && queue.length < before.length

/** The caller goes on after something has happened, and what could be seen and heard of it all is remembered. */
const follow = (before: Turn, after: Turn, at: Instant): Turn =>
  withMediaEvents(before, followStory(before, after, at), at)

type Passed = { readonly _tag: "CaughtUp" | "Behind"; readonly turn: Turn } | { readonly _tag: "NeedsQueue" }

/** Does what falls due until an instant, each at its own. */
const passTime = (start: Turn, until: Instant): Passed => {
  let turn = start
  for (;;) {
    const due = turnDueAt(turn)
    if (due === undefined || due > until) return { _tag: "CaughtUp", turn }
    const next = passInstant(turn, due)
    if (next === "Behind" || next === "NeedsQueue") return next === "Behind" ? { _tag: next, turn } : { _tag: next }
    turn = follow(turn, next, due)
  }
}
