import type { Unavailable } from "@recordop/core"
import { legacyNotification } from "@recordop/core/calls"
import { type Exchange, kept, keptBody } from "@recordop/emulator/model/journal/Exchange"
import { idsFor } from "@recordop/emulator/model/NewId"
import type { Attempt, Notification } from "@recordop/emulator/model/Notification"
import { NotificationSender } from "@recordop/emulator/ports/NotificationSender"
import { Effect, Layer, Stream } from "effect"
import { HttpClient, type HttpClientError, HttpClientRequest, type HttpClientResponse } from "effect/http"
import { concat } from "../graph/concat.ts"
import { countAttempt } from "../metrics.ts"
import type { ServerSettings } from "../ServerSettings.ts"
import { callbackRefusal, isAllowedCallback } from "./callbackHosts.ts"
import { SigningKey } from "./SigningKey.ts"

/** How long a bot may take for its whole answer, in milliseconds. */
const timeout = 10_000

/** How many redirections are followed. */
const maxRedirects = 3

/** Of an answer no more than so many bytes are read. */
const maxAnswer = 1_048_576

/**
 * Posts notifications to callbacks, signed. A bot that answers with a redirection is followed to any host that may be
 * called; no other request is made.
 *
 * Source: Microsoft Teams, "Set up webhooks and incoming call notifications" (token, answers, redirection).
 */
export const layer = (
  { callbackHosts, deterministic, legacyNotification: isLegacyFirst }: Pick<
    ServerSettings,
    "callbackHosts" | "legacyNotification" | "deterministic"
  >
): Layer.Layer<NotificationSender, never, SigningKey | HttpClient.HttpClient> =>
  Layer.effect(
    NotificationSender,
    Effect.gen(function*() {
      const key = yield* SigningKey
      const client = yield* HttpClient.HttpClient
      const newMessageId = idsFor("messages", deterministic)

      /** Posts to a URL; gives the status, and where the bot wants to have it instead. */
      const post = Effect.fnUntraced(function*(
        { notification, record, token }: Sent,
        url: string,
        body: object
      ) {
        const request = HttpClientRequest.post(url).pipe(
          HttpClientRequest.setHeaders(headersOf(notification, newMessageId(), token)),
          HttpClientRequest.bodyText(textOf(body), "application/json")
        )
        const started = performance.now()
        const exchange = { ...sentExchange(request, notification.callId), body: textOf(body) }
        const ended = (rest: Pick<Exchange, "response" | "error">) =>
          record({ ...exchange, ...rest, milliseconds: Math.round((performance.now() - started) * 1_000) / 1_000 })
        const { answer, response } = yield* Effect.flatMap(
          client.execute(request),
          (response) => Effect.map(readToEnd(response), (answer) => ({ response, answer }))
        ).pipe(
          Effect.tapError((error) => ended({ response: undefined, error: messageOf(error) })),
          Effect.onInterrupt(() => ended({ response: undefined, error: "No answer in time." }))
        )
        const { headers, status } = response
        const { location } = headers
        yield* ended({
          response: { status, headers, body: answer },
          error: undefined
        })
        const isRedirection = status >= 300 && status < 400 && location !== undefined
        return { status, next: isRedirection ? URL.parse(location, url)?.href : undefined }
      })

      const follow = Effect.fnUntraced(function*(notification: Notification, body: object, record: Record) {
        const token = yield* key.token(notification.appId, notification.tenantId)
        const sent = { notification, record, token }
        let url = notification.callbackUri
        let answered: Pick<Attempt, "status"> = {}
        for (let redirects = 0;; redirects++) {
          if (!isAllowedCallback(url, callbackHosts)) return { ...answered, error: `Not sent: ${callbackRefusal(url)}` }
          const { next, status } = yield* post(sent, url, body)
          answered = { status }
          if (next === undefined) return { status }
          if (redirects === maxRedirects) return { status, error: `More than ${maxRedirects} redirections.` }
          url = next
        }
      })

      /** Tries the older form first where that is wanted; 204 asks for the other one. */
      const deliver = Effect.fnUntraced(function*(notification: Notification, record: Record) {
        const legacy = isLegacyFirst ? legacyNotification(notification.body) : undefined
        if (legacy === undefined) return yield* follow(notification, notification.body, record)
        const answered = yield* follow(notification, legacy, record)
        if (answered.status === 204) return yield* follow(notification, notification.body, record)
        return { error: "The bot took the older form; 204 would have asked for Graph's.", ...answered }
      })

      return NotificationSender.of({
        send: (notification, record) =>
          deliver(notification, record).pipe(
            Effect.catch((error) => Effect.succeed({ error: messageOf(error) })),
            Effect.timeoutOrElse({
              duration: timeout,
              orElse: () => Effect.succeed({ error: `No answer within ${timeout / 1_000} s.` })
            }),
            Effect.tap((tried: Omit<Attempt, "at">) => Effect.sync(() => countAttempt(tried.status))),
            Effect.provideService(HttpClient.TracerPropagationEnabled, false)
          )
      })
    })
  )

const textOf = (body: object): string => JSON.stringify(body)

/** A field has no room for anything but printable ASCII (RFC 9110, 5.5): the rest is escaped as in a URL. */
const fieldText = (text: string): string =>
  text.toWellFormed().replaceAll(/[^\x20-\x7e]/gu, (character) => encodeURIComponent(character))

/** The headers that captures of callbacks have. The message has a new id in every try, and keeps its original one. */
const headersOf = (notification: Notification, messageId: string, token: string) => ({
  Accept: "application/json",
  Authorization: `Bearer ${token}`,
  "User-Agent": "Microsoft-Skype/3.0,(Calling/1.0)",
  "X-Microsoft-Skype-Chain-ID": fieldText(notification.chainId),
  "X-Microsoft-Skype-Message-ID": messageId,
  "X-Microsoft-Skype-Original-Message-ID": fieldText(notification.id),
  "Scenario-Id": fieldText(notification.chainId),
  "MS-Teams-Ring": "general",
  "MS-Teams-Region": "local",
  "MS-Teams-Partition": "recordop"
})

/** An answer counts when it is there as a whole; as much of it as the journal keeps is given. */
const readToEnd = (response: HttpClientResponse.HttpClientResponse) =>
  isShort(response)
    ? Effect.map(response.arrayBuffer, (bytes) => kept(new Uint8Array(bytes)))
    : readStream(response)

/** Whether an answer says that the journal keeps all of it: to read a stream would take a quarter of the whole exchange. */
const isShort = ({ headers }: HttpClientResponse.HttpClientResponse): boolean =>
  headers["content-encoding"] === undefined && Number(headers["content-length"] ?? Infinity) <= keptBody

const readStream = ({ stream }: HttpClientResponse.HttpClientResponse) =>
  Effect.suspend(() => {
    const chunks: Array<Uint8Array> = []
    let read = 0
    return stream.pipe(
      Stream.map((chunk) => {
        if (read <= keptBody) chunks.push(chunk)
        return read += chunk.length
      }),
      Stream.takeUntil(() => read > maxAnswer),
      Stream.runDrain,
      Effect.catchIf(({ reason }) => reason._tag === "EmptyBodyError", () => Effect.void),
      Effect.map(() => kept(concat(chunks)))
    )
  })

type Record = Parameters<NotificationSender["Service"]["send"]>[1]

/** A notification on its way, and who is told of each request. */
interface Sent {
  readonly notification: Notification
  readonly record: Record
  readonly token: string
}

const sentExchange = ({ headers, url }: HttpClientRequest.HttpClientRequest, callId: string) => ({
  direction: "sent" as const,
  method: "POST",
  url,
  callId,
  headers,
  faultId: undefined
})

const messageOf = (error: HttpClientError.HttpClientError | Unavailable): string => {
  if (error._tag === "Unavailable") return error.message
  const { cause } = error.reason
  const [first] = cause instanceof AggregateError ? cause.errors : [cause]
  return first instanceof Error && first.message !== "" ? hinted(first) : error.message
}

/** What Node says of a certificate names no way to trust it. */
const hinted = ({ message }: Error): string =>
  /certificate/i.test(message) ? `${message} Trust it by --callback-ca FILE or NODE_EXTRA_CA_CERTS.` : message
