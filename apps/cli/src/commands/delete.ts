import { RecordOperations } from "@recordop/core"
import { Effect } from "effect"
import { Command } from "effect/cli"
import { callId, connection, onConnection, operationId } from "../connection.ts"
import { precondition, readPrecondition } from "../precondition.ts"

/** `recordop delete`. */
export const deleteCommand = Command.make(
  "delete",
  { callId, operationId, ...precondition, ...connection },
  Effect.fn(function*({ callId, ifMatch, operationId }) {
    const operations = yield* RecordOperations
    yield* operations.delete({ callId, operationId }, yield* readPrecondition(ifMatch))
  }, onConnection)
).pipe(
  Command.withDescription("Delete an operation; prints nothing"),
  Command.withExamples([
    { command: "recordop delete <call-id> <operation-id>", description: "In any version" },
    { command: "recordop delete <call-id> <operation-id> --if-match 'W/\"2\"'", description: "In this version only" }
  ])
)
