import { Callers } from "@recordop/emulator/ports/Callers"
import { Effect } from "effect"
import { Argument, Command } from "effect/cli"
import { callId, onServer, server } from "../connection.ts"
import { PlayTime } from "../PlayTime.ts"

const duration = Argument.String("duration").pipe(
  Argument.withDescription("For how long, as in 3s"),
  Argument.withSchema(PlayTime)
)

/** `recordop say`. */
export const say = Command.make(
  "say",
  { callId, duration, ...server },
  Effect.fn(function*({ callId, duration }) {
    const callers = yield* Callers
    yield* callers.act(callId, { _tag: "Speak", milliseconds: duration })
  }, onServer)
).pipe(
  Command.withDescription("Make the caller speak now, in place of what is left of the script"),
  Command.withExamples([{ command: "recordop say <call-id> 3s", description: "For three seconds" }])
)
