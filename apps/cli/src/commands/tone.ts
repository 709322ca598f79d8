import { Tone } from "@recordop/core/calls"
import { Callers } from "@recordop/emulator/ports/Callers"
import { Effect } from "effect"
import { Argument, Command } from "effect/cli"
import { callId, onServer, server } from "../connection.ts"

const key = Argument.Literals("tone", Tone.literals).pipe(Argument.withDescription("0 to 9, *, # or A to D"))

/** `recordop tone`. */
export const tone = Command.make(
  "tone",
  { callId, key, ...server },
  Effect.fn(function*({ callId, key }) {
    const callers = yield* Callers
    yield* callers.act(callId, { _tag: "Tone", tone: key })
  }, onServer)
).pipe(
  Command.withDescription("Make the caller press a key now"),
  Command.withExamples([{ command: "recordop tone <call-id> '#'", description: "Quoted: shells take # for a comment" }])
)
