import type { CallerScript } from "@recordop/emulator/model/caller/CallerScript"
import { Callers } from "@recordop/emulator/ports/Callers"
import { Events } from "@recordop/emulator/ports/Events"
import { Effect, Option, Schedule } from "effect"
import { connect } from "node:net"
import { fail } from "./Failure.ts"
import { followCall } from "./followCall.ts"
import { partyOf } from "./party.ts"

/** How long a bot may take until it listens. */
const longestStart = "60 seconds"

/** Whether somebody listens at a URL. */
export const isListening = (url: URL) =>
  Effect.callback<boolean>((resume) => {
    const port = url.port === "" ? (url.protocol === "https:" ? 443 : 80) : Number(url.port)
    const socket = connect({ host: url.hostname.replace(/^\[|\]$/g, ""), port })
    socket.once("connect", () => {
      socket.destroy()
      resume(Effect.succeed(true))
    })
    socket.once("error", () => resume(Effect.succeed(false)))
    return Effect.sync(() => socket.destroy())
  })

/** Waits until somebody listens at a URL. */
const waitUntilListening = (url: string) =>
  Effect.repeat(isListening(new URL(url)), { until: (is) => is, schedule: Schedule.spaced("50 millis") }).pipe(
    Effect.timeoutOrElse({
      duration: longestStart,
      orElse: () => fail(`nobody listens at ${url} after ${longestStart}`)
    })
  )

/** Calls a bot once it listens, and follows the call to its end; fails when the bot does not do what is expected. */
export const callWhenReady = Effect.fnUntraced(
  function*(webhook: string, from: Option.Option<string>, script: Option.Option<CallerScript>) {
    yield* waitUntilListening(webhook)
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
