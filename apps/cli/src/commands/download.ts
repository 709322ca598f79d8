import { openRecording } from "@recordop/client"
import { RecordOperations } from "@recordop/core"
import { Console, Effect, Option } from "effect"
import { Argument, Command } from "effect/cli"
import { callId, onServer, operationId, server } from "../connection.ts"
import { saveRecording, writeRecording } from "../saveRecording.ts"

const file = Argument.String("file").pipe(
  Argument.withDescription("The file to write, or - for stdout; <operation-id>.wav unless given"),
  Argument.optional
)

/** `recordop download`. */
export const download = Command.make(
  "download",
  { callId, operationId, file, ...server },
  Effect.fn(
    function*({ callId, file, operationId }) {
      const operations = yield* RecordOperations
      const { operation } = yield* operations.get({ callId, operationId })
      const recording = yield* openRecording(operation)
      const name = Option.getOrElse(file, () => `${operationId}.wav`)
      if (name === "-") return yield* writeRecording(recording)
      const { duration, isReplaced, length } = yield* saveRecording(recording, name)
      const replaced = isReplaced ? ", in place of another file" : ""
      return yield* Console.error(`${name}: ${length} bytes, ${duration / 1_000} s${replaced}`)
    },
    Effect.scoped,
    onServer
  )
).pipe(
  Command.withDescription("Save the recording of an operation as a wave file"),
  Command.withExamples([
    { command: "recordop download <call-id> <operation-id>", description: "As <operation-id>.wav" },
    {
      command: "recordop download <call-id> <operation-id> - | sox -t wav - -n stat",
      description: "To another program"
    }
  ])
)
