import { Effect } from "effect"
import { Command } from "effect/cli"
import { callId, onServer, operationId, server } from "../connection.ts"
import { output, printOperation } from "../output.ts"
import { waiting } from "../waiting.ts"

/** `recordop wait`. */
export const wait = Command.make(
  "wait",
  { callId, operationId, ...server, ...output },
  Effect.fn(function*({ callId, operationId, output }) {
    yield* printOperation(yield* waiting({ callId, operationId }), output)
  }, onServer)
).pipe(
  Command.withDescription("Wait until an operation has ended, and print it"),
  Command.withExamples([
    { command: "recordop wait <call-id> <operation-id> -o json", description: "At once when it has ended already" }
  ])
)
