import { RecordOperations } from "@recordop/core"
import { Effect } from "effect"
import { Command } from "effect/cli"
import { callId, connection, onConnection, operationId } from "../connection.ts"
import { fail, wrongUsage } from "../Failure.ts"
import { output, printOperation } from "../output.ts"
import { precondition, readPrecondition } from "../precondition.ts"
import { properties, readProperties } from "../properties.ts"

/** `recordop update`. */
export const update = Command.make(
  "update",
  { callId, operationId, ...properties, ...precondition, ...connection, ...output },
  Effect.fn(function*(input) {
    const { callId, ifMatch, operationId, output } = input
    const condition = yield* readPrecondition(ifMatch)
    const update = yield* readProperties(input)
    if (update === undefined) return yield* fail("nothing to change: give a property, --clear or --body", wrongUsage)
    const operations = yield* RecordOperations
    return yield* printOperation(yield* operations.update({ callId, operationId }, update, condition), output)
  }, onConnection)
).pipe(
  Command.withDescription("Change what the flags or a body name, and leave the rest as it is"),
  Command.withExamples([
    {
      command: "recordop update <call-id> <operation-id> --status completed --completion-reason stopToneDetected",
      description: "End a recording"
    },
    {
      command: "recordop update <call-id> <operation-id> --clear recording-location --if-match 'W/\"2\"'",
      description: "Set a property to null, unless somebody else changed the operation"
    },
    {
      command: "echo '{\"status\":\"failed\"}' | recordop update <call-id> <operation-id> --body -",
      description: "Send a body as it is"
    }
  ])
)
