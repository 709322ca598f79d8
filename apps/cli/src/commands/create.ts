import { RecordOperations } from "@recordop/core"
import { Effect } from "effect"
import { Command } from "effect/cli"
import { callId, connection, onNewConnection } from "../connection.ts"
import { output, printOperation } from "../output.ts"
import { properties, readProperties } from "../properties.ts"

/** `recordop create`. */
export const create = Command.make(
  "create",
  { callId, ...properties, ...connection, ...output },
  Effect.fn(function*(input) {
    const operations = yield* RecordOperations
    const given = (yield* readProperties(input)) ?? {}
    yield* printOperation(yield* operations.create(input.callId, given), input.output)
  }, onNewConnection)
).pipe(
  Command.withDescription("Create an operation, and the call when there is none"),
  Command.withExamples([
    { command: "recordop create <call-id>", description: "One that has not started" },
    { command: "recordop create <call-id> --status running --client-context order-7", description: "One that runs" }
  ])
)
