import type { CallId } from "@recordop/core"
import { Callers } from "@recordop/emulator/ports/Callers"
import type { Subscription } from "@recordop/emulator/ports/Events"
import { type EmulatorEvent, isEventOf } from "@recordop/emulator/protocol/EmulatorEvent"
import type { ScriptReport } from "@recordop/emulator/protocol/script"
import { Console, Effect, Stream } from "effect"
import { fail } from "./Failure.ts"
import { printEvent } from "./printEvent.ts"

/** Whether a call is over, or what its caller expects has not come. */
const isOver = (event: EmulatorEvent): boolean =>
  (event._tag === "Call" && event.call.state === "terminated") || (event._tag === "Script" && !event.isMet) ||
  event._tag === "Reset"

/**
 * Prints what happens in a call until it is over. Fails when nobody answers it, and when something that its caller expects
 * does not come: the caller hangs up then.
 */
export const followCall = Effect.fnUntraced(function*<E>(
  callId: CallId,
  { events }: Subscription<E>,
  format: "table" | "json" | "jsonl"
) {
  let isEstablished = false
  yield* events.pipe(
    Stream.map(({ event }) => event),
    Stream.filter(isEventOf(callId)),
    Stream.tap((event) =>
      Effect.sync(() => {
        isEstablished ||= event._tag === "Call" && event.call.state === "established"
      })
    ),
    Stream.takeUntil(isOver),
    Stream.runForEach((event) => printEvent(event, format))
  )
  const callers = yield* Callers
  yield* Effect.catchTag(callers.act(callId, { _tag: "HangUp" }), "CallNotFound", () => Effect.void)
  const report = yield* callers.script(callId)
  if (report.result === "failed") {
    yield* Console.error(timelineOf(report))
    return yield* fail(unmetOf(report))
  }
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
