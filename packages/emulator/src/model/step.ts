import { CallNotFound } from "@recordop/core"
import type { Tone } from "@recordop/core/calls"
import { Result } from "effect"
import { sharedOf } from "./CallState.ts"
import type { Instant } from "./Instant.ts"
import { pressKey } from "./keys.ts"
import { pass } from "./operations/index.ts"
import { beginFirst, cancelAll, endFirst, replaceFirst } from "./queue.ts"
import type { CallSettings } from "./Settings.ts"
import {
  type CallChange,
  changeOf,
  contextOf,
  enter,
  type LoadedCall,
  startTurn,
  type Turn,
  turnDueAt
} from "./Turn.ts"

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
  if (command.needsQueue && !loaded.isWhole) return Result.succeed({ _tag: "NeedsQueue" })
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
    : Result.map(command.obey(turn, at), (obeyed): Step => ({ _tag: "Done", change: changeOf(obeyed) }))
}

/** Whether there is a second one in the queue that was not loaded: it could not begin when the first one ends. */
const lacksNext = ({ loaded: { isWhole, queue: before }, queue }: Turn): boolean =>
  !isWhole && queue.length < 2 && queue.length < before.length

type Passed = { readonly _tag: "CaughtUp" | "Behind"; readonly turn: Turn } | { readonly _tag: "NeedsQueue" }

/** Does what falls due until an instant, each at its own. */
const passTime = (start: Turn, until: Instant): Passed => {
  let turn = start
  for (;;) {
    const due = turnDueAt(turn)
    if (due === undefined || due > until) return { _tag: "CaughtUp", turn }
    const next = passInstant(turn, due)
    if (next === "Behind" || next === "NeedsQueue") return next === "Behind" ? { _tag: next, turn } : { _tag: next }
    turn = next
  }
}

const passInstant = (turn: Turn, due: Instant): Turn | "Behind" | "NeedsQueue" => {
  const { loaded: { isWhole }, queue: [first], state } = turn
  if (state._tag === "Incoming") return hangUp(turn, due)
  if (state._tag === "Establishing") return enter(turn, { _tag: "Established", ...sharedOf(state) })
  if (first === undefined) return turn
  const progress = pass(first.task, contextOf(turn), due)
  switch (progress._tag) {
    case "GoesOn":
      return replaceFirst(withKey(turn, progress.pressed), progress.task)
    case "Ends":
      return !isWhole && turn.queue.length === 1
        ? "Behind"
        : endFirst(withKey(turn, progress.pressed), progress.end, progress.at)
    case "HangsUp":
      return isWhole ? hangUp(turn, due) : "NeedsQueue"
  }
}

const withKey = (turn: Turn, pressed: Tone | undefined): Turn => pressed === undefined ? turn : pressKey(turn, pressed)

/**
 * The caller leaves.
 *
 * Source of the result: a capture.
 */
export const hangUp = (turn: Turn, at: Instant): Turn =>
  endCall(turn, at, 5002, "The conversation has ended. DiagCode: 0#5002.@")

/**
 * Ends what plays, records and waits, and then the call.
 *
 * Source of the subcodes: Graph, "Delete call" (call end reason codes).
 */
export const endCall = (turn: Turn, at: Instant, subcode: number, message: string): Turn =>
  enter(cancelAll(turn, at), {
    _tag: "Terminated",
    ...sharedOf(turn.state),
    at,
    resultInfo: { code: 200, subcode, message }
  })
