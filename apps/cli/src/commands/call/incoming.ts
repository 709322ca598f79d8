import { CallbackUri } from "@recordop/core/calls"
import { CallerScript } from "@recordop/emulator/model/caller/CallerScript"
import { Callers } from "@recordop/emulator/ports/Callers"
import { Events } from "@recordop/emulator/ports/Events"
import { AnyMilliseconds } from "@recordop/emulator/protocol/AnyDuration"
import { Effect, Option } from "effect"
import { Command, Flag } from "effect/cli"
import { onServer, server } from "../../connection.ts"
import { followCall } from "../../followCall.ts"
import { NotEmpty } from "../../NotEmpty.ts"
import { formatOf, output, printDocument } from "../../output.ts"
import { partyOf } from "../../party.ts"

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
      Flag.withSchema(NotEmpty),
      Flag.optional
    ),
    script: Flag.String("script").pipe(
      Flag.withMetavar("SCRIPT"),
      Flag.withDescription("What the caller does once the bot has answered, as in 'when recording: speak 3s; hang up'"),
      Flag.withSchema(CallerScript),
      Flag.optional
    ),
    wait: Flag.Boolean("wait").pipe(
      Flag.withDescription(
        "Print what happens until the call ends or all that is expected has come; exit with 1 when the bot does not do it"
      ),
      Flag.withDefault(false)
    ),
    timeout: Flag.String("timeout").pipe(
      Flag.withMetavar("DURATION"),
      Flag.withDescription("How long to --wait, as in 60s; for as long as it takes unless given"),
      Flag.withSchema(AnyMilliseconds),
      Flag.optional
    ),
    ...server,
    ...output
  },
  Effect.fn(
    function*({ callbackUri, from, output, script, timeout, wait }) {
      const callers = yield* Callers
      const feed = wait ? yield* (yield* Events).subscribe() : undefined
      const call = yield* callers.callBot({
        ...(Option.isSome(callbackUri) ? { callbackUri: callbackUri.value } : {}),
        ...(Option.isSome(from) ? { from: partyOf(from.value) } : {}),
        ...(Option.isSome(script) ? { script: script.value } : {})
      })
      yield* feed === undefined ? printDocument(call, output) : followCall(call.id, feed, {
        format: yield* formatOf(output.format),
        script: Option.getOrElse(script, () => []),
        timeout
      })
    },
    Effect.scoped,
    onServer
  )
).pipe(
  Command.withDescription("Call a bot; the call waits fifteen seconds for an answer"),
  Command.withExamples([
    {
      command: "recordop call incoming --from '+15551234' --callback-uri http://localhost:3978/api/calls",
      description: "Somebody calls the bot that listens there"
    },
    {
      command: "recordop call incoming --wait --script 'when prompt ends: tone 1; expect hang up within 5s'",
      description: "And fails when it does not hang up"
    }
  ])
)
