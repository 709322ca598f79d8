import { RecordOperations } from "@recordop/core"
import { Effect } from "effect"
import { Command } from "effect/cli"
import { callId, connection, onConnection, operationId } from "../connection.ts"
import { output, printOperation } from "../output.ts"

/** `recordop get`. */
export const get = Command.make(
  "get",
  { callId, operationId, ...connection, ...output },
  Effect.fn(function*({ callId, operationId, output }) {
    const operations = yield* RecordOperations
    yield* printOperation(yield* operations.get({ callId, operationId }), output)
  }, onConnection)
).pipe(
  Command.withDescription("Print one operation"),
  Command.withExamples([
    { command: "recordop get <call-id> <operation-id>", description: "From the server on this machine" },
    { command: "recordop get <call-id> <operation-id> --store sqlite:ops.db -o json", description: "From a file" }
  ])
)
