import { Calls } from "@recordop/core/calls"
import { Effect } from "effect"
import { Command } from "effect/cli"
import { callId, onServer, server } from "../../connection.ts"

/** `recordop call end`. */
export const endCall = Command.make(
  "end",
  { callId, ...server },
  Effect.fn(function*({ callId }) {
    const calls = yield* Calls
    yield* calls.end(callId)
  }, onServer)
).pipe(
  Command.withDescription("Hang up for the bot: what plays, records or waits ends"),
  Command.withExamples([{ command: "recordop call end <call-id>", description: "End the call" }])
)
