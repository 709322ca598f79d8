import { ClockAnswer } from "@recordop/emulator/protocol/clock"
import { Clock, Effect, Schema } from "effect"

/** What was found: all is well, something is to be known, or something does not work. */
export interface Finding {
  readonly state: "fine" | "note" | "wrong"
  readonly text: string
}

/** How long anything may take. */
const timeout = 3_000

/** A clock that is so far from this machine's makes tokens look expired. */
const farOff = 60_000

const ask = (url: string, init: RequestInit = {}) =>
  Effect.tryPromise({
    // oxlint-disable-next-line effecttsgo/global-fetch-in-effect -- what a bot does is tried, which knows nothing of Effect
    try: () => fetch(url, { ...init, signal: AbortSignal.timeout(timeout) }),
    catch: (error) => reasonOf(error)
  })

const reasonOf = (error: unknown): string => {
  const cause = error instanceof Error ? error.cause ?? error : error
  return cause instanceof Error ? cause.message : String(cause)
}

/** What answers where a server is looked for. */
export interface Asked {
  readonly finding: Finding
  readonly isRecordop: boolean
}

/** Whether recordop answers where it is looked for, or somebody else has its port. */
export const checkServer = (url: string) =>
  Effect.match(ask(`${url}/_emulator/health`), {
    onFailure: (reason): Asked => ({
      isRecordop: false,
      finding: { state: "wrong", text: `${url} does not answer: ${reason}. Start a server by recordop serve.` }
    }),
    onSuccess: ({ headers, ok, status }): Asked => {
      const isRecordop = headers.has("odata-version")
      return {
        isRecordop,
        finding: ok && isRecordop
          ? { state: "fine", text: `recordop answers at ${url}` }
          : {
            state: "wrong",
            text: `${url} answers with ${status}, and is ${isRecordop ? "not ready" : "not recordop"}`
          }
      }
    }
  })

const decodeClock = Schema.decodeUnknownEffect(ClockAnswer)

/** What time the server thinks it is. */
export const checkClock = Effect.fnUntraced(function*(url: string) {
  const answer = yield* ask(`${url}/_emulator/clock`)
  const { mode, now } = yield* Effect.flatMap(Effect.tryPromise(() => answer.json()), decodeClock)
  const off = Math.abs(now - (yield* Clock.currentTimeMillis))
  const finding: Finding = off > farOff
    ? {
      state: "note",
      text: `its clock is ${mode} and ${Math.round(off / 1_000)} s from this machine's: tokens may look expired to bots`
    }
    : { state: "fine", text: `its clock is ${mode}` }
  return finding
}, Effect.orElseSucceed((): Finding => ({ state: "wrong", text: "its clock cannot be read" })))

/** Whether a bot can be told. */
export const checkWebhook = (url: string) =>
  URL.canParse(url)
    ? Effect.match(
      ask(url, { method: "POST", headers: { "Content-Type": "application/json" }, body: `{"value":[]}` }),
      {
        onFailure: (reason): Finding => ({ state: "wrong", text: `the bot at ${url} does not answer: ${reason}` }),
        onSuccess: ({ status }): Finding =>
          status === 404 || status === 405
            ? { state: "wrong", text: `${url} answers with ${status}: is the path of the webhook right?` }
            : { state: "fine", text: `the bot at ${url} answers with ${status}` }
      }
    )
    : Effect.succeed<Finding>({ state: "wrong", text: `${url} is no URL` })
