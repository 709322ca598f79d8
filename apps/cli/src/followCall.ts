import type { CallId } from "@recordop/core"
import type { CallerScript } from "@recordop/emulator/model/caller/CallerScript"
import type { CallerStep } from "@recordop/emulator/model/caller/CallerStep"
import { formatShortDuration } from "@recordop/emulator/model/caller/shortDuration"
import { Callers } from "@recordop/emulator/ports/Callers"
import type { Subscription } from "@recordop/emulator/ports/Events"
import { type EmulatorEvent, isEventOf } from "@recordop/emulator/protocol/EmulatorEvent"
import type { ScriptReport } from "@recordop/emulator/protocol/script"
import { Console, Effect, Option, Stream } from "effect"
import { fail } from "./Failure.ts"
import { printEvent } from "./printEvent.ts"

/** Whether a call has ended, what its caller expects has not come, or all of it has. */
const isOver = (expects: boolean) => (event: EmulatorEvent): boolean => {
  switch (event._tag) {
    case "Call":
      return event.call.state === "terminated"
    case "Script":
      return !event.isMet
    case "ScriptOver":
      return expects
    default:
      return event._tag === "Reset" || event._tag === "Missed"
  }
}

/** How a call is followed. */
export interface FollowOptions {
  readonly format: "table" | "json" | "jsonl"
  /** What the caller does; when something in it is expected, the end of the script is the end. */
  readonly script: CallerScript
  /** How long the call may go on, in milliseconds of real time. */
  readonly timeout: Option.Option<number>
}

const isExpected = (step: CallerStep): boolean =>
  step._tag === "Expect" || (step._tag === "When" && step.within !== null)

/**
 * Prints what happens in a call until it ends, or until it is decided whether all that its caller expects has come: the caller
 * hangs up then. Fails when something does not come, when nobody answers, and when the call goes on for too long.
 */
export const followCall = Effect.fnUntraced(function*<E>(
  callId: CallId,
  { events }: Subscription<E>,
  { format, script, timeout }: FollowOptions
) {
  let isEstablished = false
  let hasMissed = false
  const following = events.pipe(
    Stream.map(({ event }) => event),
    Stream.filter(isEventOf(callId)),
    Stream.tap((event) =>
      Effect.sync(() => {
        hasMissed ||= event._tag === "Missed"
        isEstablished ||= event._tag === "Call" && event.call.state === "established"
      })
    ),
    Stream.takeUntil(isOver(script.some(isExpected))),
    Stream.runForEach((event) => printEvent(event, format))
  )
  const ended = yield* Option.match(timeout, {
    onNone: () => Effect.asSome(following),
    onSome: (milliseconds) => Effect.timeoutOption(following, milliseconds)
  })
  const callers = yield* Callers
  // What the hanging up does to the rest of the script says nothing of the bot.
  const report = yield* callers.script(callId)
  yield* Effect.catchTag(callers.act(callId, { _tag: "HangUp" }), "CallNotFound", () => Effect.void)
  if (Option.isNone(ended)) {
    yield* Console.error(timelineOf(report))
    return yield* fail(`the call goes on after ${formatShortDuration(Option.getOrElse(timeout, () => 0))}`)
  }
  if (report.result === "failed") {
    yield* Console.error(timelineOf(report))
    return yield* fail(unmetOf(report))
  }
  if (hasMissed) return yield* fail("more happened than could be followed: what became of the call is not known")
  return isEstablished ? undefined : yield* fail("the bot did not take the call")
})

const timelineOf = ({ timeline }: ScriptReport): string => {
  const start = timeline[0]?.at ?? 0
  return timeline.map(({ at, what }) => `${((at - start) / 1_000).toFixed(3).padStart(9)} s  ${what}`).join("\n")
}

const unmetOf = ({ steps }: ScriptReport): string =>
  steps.filter(({ state }) => state === "failed").map(({ milliseconds = 0, step, text }) =>
    `step ${step} failed after ${milliseconds} ms: ${text}`
  ).join("; ")
