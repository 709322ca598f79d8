import { ODataError } from "@recordop/core"
import { DateTime, Effect, Option, Redacted, Schema } from "effect"
import { HttpClient, type HttpClientError, HttpClientRequest, type HttpClientResponse } from "effect/http"
import type { ClientOptions } from "./ClientOptions.ts"
import { RequestFailed } from "./RequestFailed.ts"
import { withTimeout } from "./withTimeout.ts"

/** The milliseconds that an answer may take unless the options say. */
export const defaultTimeout = 30_000

/** How often a request is sent again that the server answers with 429 or 503, unless the options say. */
const maxRetries = 3

/** A server that asks for more than this many milliseconds is not waited for. */
const longestWait = 60_000

const headerValue = /^[\x21-\x7e]+$/

/** Says nothing of the token: it could end in a log. */
const invalidToken = Effect.fail(
  new RequestFailed({ code: "InvalidToken", message: "The access token has characters that no header may have." })
)

/** How requests are sent. */
export interface SendOptions extends Pick<ClientOptions, "timeout" | "token"> {
  /** How often a request is sent again that the server answers with 429 or 503; 3 unless given. */
  readonly retries?: number
}

/** Sends requests with the token, waits as long as the server asks to, and fails for every answer that is no success. */
export const makeSend = <R>(
  client: HttpClient.HttpClient.With<HttpClientError.HttpClientError, R>,
  { retries = maxRetries, timeout = defaultTimeout, token }: SendOptions
) => {
  const authorize = (request: HttpClientRequest.HttpClientRequest) => {
    if (token === undefined) return Effect.succeed(request)
    const given = Effect.isEffect(token) ? token : Effect.succeed(token)
    return Effect.flatMap(given, (value) =>
      headerValue.test(Redacted.isRedacted(value) ? Redacted.value(value) : value)
        ? Effect.succeed(HttpClientRequest.bearerToken(request, value))
        : invalidToken)
  }

  const execute = Effect.fnUntraced(function*(request: HttpClientRequest.HttpClientRequest) {
    const authorized = yield* authorize(request)
    return yield* client.execute(authorized).pipe(
      Effect.mapError(networkError),
      withTimeout(timeout)
    )
  }, Effect.provideService(HttpClient.TracerPropagationEnabled, false))

  return Effect.fnUntraced(function*(request: HttpClientRequest.HttpClientRequest) {
    for (let attempt = 0;; attempt++) {
      const response = yield* execute(request)
      if (response.status >= 200 && response.status < 300) return response
      const isThrottled = response.status === 429 || response.status === 503
      const wait = isThrottled ? yield* retryAfter(response) : 0
      if (!isThrottled || attempt === retries || wait > longestWait) {
        return yield* withTimeout(timeout)(refusal(response))
      }
      yield* Effect.sleep(wait)
    }
  })
}

/** Sends one request; see `makeSend`. */
export type Send<R = never> = (
  request: HttpClientRequest.HttpClientRequest
) => Effect.Effect<HttpClientResponse.HttpClientResponse, RequestFailed, R>

const networkError = (error: HttpClientError.HttpClientError): RequestFailed => {
  const { cause } = error.reason
  const detail = cause instanceof Error ? causeOf(cause) : error.message
  return new RequestFailed({
    code: "NetworkError",
    message: `The server cannot be reached: ${detail.replace(/\.$/, "")}.`,
    cause
  })
}

/** `fetch` says why it failed in the cause of its error. */
const causeOf = (error: Error): string => error.cause instanceof Error ? error.cause.message : error.message

const decodeError = Schema.decodeUnknownOption(ODataError)

const refusal = Effect.fnUntraced(function*(response: HttpClientResponse.HttpClientResponse) {
  const body = decodeError(yield* Effect.option(response.json).pipe(Effect.map(Option.getOrUndefined)))
  const requestId = response.headers["request-id"]
  const { code, message } = Option.match(body, {
    onNone: () => ({ code: "InvalidResponse", message: `The server answered ${response.status} without saying why.` }),
    onSome: ({ error }) => error
  })
  return yield* new RequestFailed({
    status: response.status,
    code,
    message,
    ...(requestId === undefined ? {} : { requestId })
  })
})

/** The milliseconds to wait: `Retry-After` in seconds, which may have a fraction, or a date; one second without it. */
const retryAfter = Effect.fnUntraced(function*({ headers }: HttpClientResponse.HttpClientResponse) {
  const value = headers["retry-after"] ?? ""
  const seconds = value.trim() === "" ? NaN : Number(value)
  if (seconds >= 0) return seconds * 1000
  const date = Date.parse(value)
  const now = yield* DateTime.now
  return Number.isNaN(date) ? 1000 : Math.max(0, date - DateTime.toEpochMillis(now))
})
