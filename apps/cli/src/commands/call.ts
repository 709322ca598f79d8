import { Command } from "effect/cli"
import { callAudio } from "./call/audio.ts"
import { createCall } from "./call/create.ts"
import { endCall } from "./call/end.ts"
import { getCall } from "./call/get.ts"
import { callBot } from "./call/incoming.ts"
import { listCalls } from "./call/list.ts"
import { callPrompts } from "./call/prompts.ts"
import { callScript } from "./call/script.ts"
import { callTimeline } from "./call/timeline.ts"

/** `recordop call`. */
export const call = Command.make("call").pipe(
  Command.withDescription("Create, receive, print and end calls"),
  Command.withSubcommands([
    createCall,
    callBot,
    listCalls,
    getCall,
    callScript,
    callPrompts,
    callTimeline,
    callAudio,
    endCall
  ]),
  Command.withExamples([
    { command: "recordop call create http://localhost:3000/callback", description: "A call whose bot listens there" },
    { command: "recordop call end <call-id>", description: "Hang up for the bot" }
  ])
)
