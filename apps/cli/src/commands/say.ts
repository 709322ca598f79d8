import { Callers } from "@recordop/emulator/ports/Callers"
import { Effect, Option } from "effect"
import { Argument, Command, Flag } from "effect/cli"
import { callId, onServer, server } from "../connection.ts"
import { fail, wrongUsage } from "../Failure.ts"
import { PlayTime } from "../PlayTime.ts"
import { sendSound } from "../sendSound.ts"

const duration = Argument.String("duration").pipe(
  Argument.withDescription("For how long, as in 3s"),
  Argument.withSchema(PlayTime),
  Argument.optional
)

const file = Flag.String("file").pipe(
  Flag.withMetavar("FILE"),
  Flag.withDescription("A wave file with what is said"),
  Flag.optional
)

/** `recordop say`. */
export const say = Command.make(
  "say",
  { callId, duration, file, ...server },
  Effect.fn(function*({ callId, duration, file, url }) {
    const callers = yield* Callers
    if (Option.isSome(duration) && Option.isNone(file)) {
      return yield* callers.act(callId, { _tag: "Speak", milliseconds: duration.value })
    }
    if (Option.isSome(file) && Option.isNone(duration)) {
      return yield* callers.act(callId, { _tag: "Play", name: yield* sendSound(url, file.value) })
    }
    return yield* fail("say takes either a duration, as in 3s, or --file FILE", wrongUsage)
  }, onServer)
).pipe(
  Command.withDescription("Make the caller speak now, in place of what is left of the script"),
  Command.withExamples([
    { command: "recordop say <call-id> 3s", description: "For three seconds" },
    { command: "recordop say <call-id> --file hello.wav", description: "What is in a file" }
  ])
)
