import { openFile } from "@recordop/client"
import { Console, Effect } from "effect"
import { Argument, Command } from "effect/cli"
import { callId, onServer, server } from "../../connection.ts"
import { saveRecording, writeRecording } from "../../saveRecording.ts"

const file = Argument.String("file").pipe(
  Argument.withDescription("The file to write, or - for stdout")
)

/** `recordop call audio`. */
export const callAudio = Command.make(
  "audio",
  { callId, file, ...server },
  Effect.fn(
    function*({ callId, file, url }) {
      const audio = yield* openFile(`${url}/_emulator/calls/${encodeURIComponent(callId)}/audio`)
      if (file === "-") return yield* writeRecording(audio)
      const { duration, length } = yield* saveRecording(audio, file)
      return yield* Console.error(`${file}: ${length} bytes, ${duration / 1_000} s`)
    },
    Effect.scoped,
    onServer
  )
).pipe(
  Command.withDescription("Save a whole call as a wave file: the bot on the left, its caller on the right"),
  Command.withExamples([{ command: "recordop call audio <call-id> call.wav", description: "As call.wav" }])
)
