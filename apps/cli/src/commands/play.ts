import { Calls } from "@recordop/core/calls"
import { Effect } from "effect"
import { Argument, Command, Flag } from "effect/cli"
import { callId, onServer, server } from "../connection.ts"
import { output, printDocument } from "../output.ts"
import { PromptUri } from "../PromptUri.ts"

const uri = Argument.String("uri").pipe(
  Argument.withDescription("The wave file; it is never fetched"),
  Argument.withSchema(PromptUri)
)

const loop = Flag.Boolean("loop").pipe(Flag.withDescription("Play it again and again"), Flag.withDefault(false))

/** `recordop play`. */
export const play = Command.make(
  "play",
  { callId, uri, loop, ...server, ...output },
  Effect.fn(function*({ callId, loop, output, uri }) {
    const calls = yield* Calls
    const prompts = [{ mediaInfo: { uri } }]
    return yield* printDocument(yield* calls.playPrompt(callId, { prompts, clientContext: null, loop }), output)
  }, onServer)
).pipe(
  Command.withDescription("Play a prompt to the caller (playPrompt)"),
  Command.withExamples([{ command: "recordop play <call-id> https://example.com/welcome.wav", description: "Once" }])
)
