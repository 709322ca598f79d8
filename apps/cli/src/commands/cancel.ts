import { Calls } from "@recordop/core/calls"
import { Effect } from "effect"
import { Command } from "effect/cli"
import { callId, onServer, server } from "../connection.ts"
import { output, printDocument } from "../output.ts"

/** `recordop cancel`. */
export const cancel = Command.make(
  "cancel",
  { callId, ...server, ...output },
  Effect.fn(function*({ callId, output }) {
    const calls = yield* Calls
    return yield* printDocument(yield* calls.cancelMediaProcessing(callId, { clientContext: null }), output)
  }, onServer)
).pipe(
  Command.withDescription("Cancel what plays, records or waits in a call (cancelMediaProcessing)"),
  Command.withExamples([{ command: "recordop cancel <call-id>", description: "All of it" }])
)
