import { Calls } from "@recordop/core/calls"
import { Effect } from "effect"
import { Command } from "effect/cli"
import { callId, onServer, server } from "../../connection.ts"
import { output, printDocument } from "../../output.ts"

/** `recordop call get`. */
export const getCall = Command.make(
  "get",
  { callId, ...server, ...output },
  Effect.fn(function*({ callId, output }) {
    const calls = yield* Calls
    yield* printDocument(yield* calls.get(callId), output)
  }, onServer)
).pipe(
  Command.withDescription("Print a call"),
  Command.withExamples([{ command: "recordop call get <call-id> -o json", description: "As JSON" }])
)
