import { CallbackUri } from "@recordop/core/calls"
import { CallerScript } from "@recordop/emulator/model/caller/CallerScript"
import { Callers } from "@recordop/emulator/ports/Callers"
import type { IncomingCallRequest } from "@recordop/emulator/protocol/incomingCalls"
import { Effect, Option } from "effect"
import { Command, Flag } from "effect/cli"
import { onServer, server } from "../../connection.ts"
import { output, printDocument } from "../../output.ts"

/** A telephone begins with `+`; anything else is the id of a user. */
const identityOf = (from: string): NonNullable<IncomingCallRequest["from"]> =>
  from.startsWith("+")
    ? { phone: { "@odata.type": "#microsoft.graph.identity", id: from } }
    : { user: { "@odata.type": "#microsoft.graph.identity", id: from } }

/** `recordop call incoming`. */
export const callBot = Command.make(
  "incoming",
  {
    callbackUri: Flag.String("callback-uri").pipe(
      Flag.withDescription("Where the bot is told of the call; the --webhook of the server unless given"),
      Flag.withSchema(CallbackUri),
      Flag.optional
    ),
    from: Flag.String("from").pipe(
      Flag.withDescription("Who calls: a telephone, as in +15551234, or the id of a user"),
      Flag.optional
    ),
    script: Flag.String("script").pipe(
      Flag.withMetavar("SCRIPT"),
      Flag.withDescription("What the caller does when a recording listens, as in 'speak 3s; tone #'"),
      Flag.withSchema(CallerScript),
      Flag.optional
    ),
    ...server,
    ...output
  },
  Effect.fn(function*({ callbackUri, from, output, script }) {
    const callers = yield* Callers
    const call = yield* callers.callBot({
      ...(Option.isSome(callbackUri) ? { callbackUri: callbackUri.value } : {}),
      ...(Option.isSome(from) ? { from: identityOf(from.value) } : {}),
      ...(Option.isSome(script) ? { script: script.value } : {})
    })
    yield* printDocument(call, output)
  }, onServer)
).pipe(
  Command.withDescription("Call a bot; the call waits fifteen seconds for an answer"),
  Command.withExamples([
    {
      command: "recordop call incoming --from '+15551234' --callback-uri http://localhost:3978/api/calls",
      description: "Somebody calls the bot that listens there"
    }
  ])
)
