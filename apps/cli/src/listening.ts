import { Console, Effect, Schedule } from "effect"
import { connect } from "node:net"
import { fail } from "./Failure.ts"

/** How long a bot may take until it listens. */
const longestStart = "60 seconds"

/** How long a connection may take: a network can swallow it. */
const longestConnect = "1 second"

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
  }).pipe(Effect.timeoutOrElse({ duration: longestConnect, orElse: () => Effect.succeed(false) }))

/** What is said when a server serves no https, where its https is looked for. */
export const noHttps = (url: string): string =>
  `no https at ${url}: start the server with --tls, and say its --tls-port`

/** After how long it is said that a bot is waited for. */
const patience = "3 seconds"

/** Waits until somebody listens at a URL, and says so when that takes long. */
export const waitUntilListening = Effect.fnUntraced(function*(url: string) {
  yield* Effect.forkScoped(Effect.delay(Console.error(`recordop: waiting for somebody to listen at ${url}`), patience))
  const listening = isListening(new URL(url))
  yield* Effect.repeat(listening, { until: (is) => is, schedule: Schedule.spaced("50 millis") }).pipe(
    Effect.timeoutOrElse({
      duration: longestStart,
      orElse: () => fail(`nobody listens at ${url} after ${longestStart}`)
    })
  )
}, Effect.scoped)
