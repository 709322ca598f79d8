import type { CallerScript } from "@recordop/emulator/model/caller/CallerScript"
import { Callers } from "@recordop/emulator/ports/Callers"
import { Events } from "@recordop/emulator/ports/Events"
import { Effect, Option } from "effect"
import { followCall } from "./followCall.ts"
import { partyOf } from "./party.ts"

/** Calls a bot, and follows the call to its end; fails when the bot does not do what is expected. */
export const callAndFollow = Effect.fnUntraced(
  function*(webhook: string, from: Option.Option<string>, script: Option.Option<CallerScript>) {
    const callers = yield* Callers
    const events = yield* Events
    const feed = yield* events.subscribe()
    const call = yield* callers.callBot({
      callbackUri: webhook,
      ...(Option.isSome(from) ? { from: partyOf(from.value) } : {}),
      ...(Option.isSome(script) ? { script: script.value } : {})
    })
    yield* followCall(call.id, feed, {
      format: "table",
      script: Option.getOrElse(script, () => []),
      timeout: Option.none()
    })
  },
  Effect.scoped
)
