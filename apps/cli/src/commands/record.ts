import { Calls } from "@recordop/core/calls"
import { Console, Effect } from "effect"
import { Command, Flag } from "effect/cli"
import { callId, onServer, server } from "../connection.ts"
import { output, printOperation } from "../output.ts"
import { readParameters, recordFlags } from "../recordFlags.ts"
import { waiting } from "../waiting.ts"

const wait = Flag.Boolean("wait").pipe(
  Flag.withDescription("Wait until the recording has ended, and print what became of it"),
  Flag.withDefault(false)
)

/** `recordop record`. */
export const record = Command.make(
  "record",
  { callId, ...recordFlags, wait, ...server, ...output },
  Effect.fn(function*(input) {
    const { callId, output, wait } = input
    const parameters = yield* readParameters(input)
    const calls = yield* Calls
    const started = yield* calls.recordResponse(callId, parameters)
    const operationId = started.operation.id
    const operation = wait
      ? yield* Effect.onInterrupt(
        waiting({ callId, operationId }),
        () => Console.error(`Recording ${operationId} goes on: recordop wait ${callId} ${operationId}`)
      )
      : started
    return yield* printOperation(operation, output)
  }, onServer)
).pipe(
  Command.withDescription("Record the caller (recordResponse)"),
  Command.withExamples([
    { command: "recordop record <call-id> --wait", description: "Five seconds at the most, and the result" },
    {
      command: "recordop record <call-id> --stop-tone '#' --stop-tone 1 --max-record-duration 60 --no-play-beep",
      description: "Until the caller presses # or 1"
    }
  ])
)
