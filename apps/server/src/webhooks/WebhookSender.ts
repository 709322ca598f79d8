import type { Unavailable } from "@recordop/core"
import { legacyNotification } from "@recordop/core/calls"
import type { Attempt, Notification } from "@recordop/emulator/model/Notification"
import { NotificationSender } from "@recordop/emulator/ports/NotificationSender"
import { Effect, Layer, Stream } from "effect"
import { SecureRandom } from "effect/crypto"
import { HttpClient, type HttpClientError, HttpClientRequest, type HttpClientResponse } from "effect/http"
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
  { callbackHosts, legacyNotification: isLegacyFirst }: Pick<ServerSettings, "callbackHosts" | "legacyNotification">
): Layer.Layer<NotificationSender, never, SigningKey | HttpClient.HttpClient> =>
  Layer.effect(
    NotificationSender,
    Effect.gen(function*() {
      const key = yield* SigningKey
      const client = yield* HttpClient.HttpClient

      /** Posts to a URL; gives the status, and where the bot wants to have it instead. */
      const post = Effect.fnUntraced(function*(url: string, notification: Notification, body: object, token: string) {
        const request = HttpClientRequest.post(url).pipe(
          HttpClientRequest.setHeaders(headersOf(notification, token)),
          HttpClientRequest.bodyText(textOf(body), "application/json")
        )
        const response = yield* client.execute(request)
        yield* readToEnd(response)
        const { headers: { location }, status } = response
        const isRedirection = status >= 300 && status < 400 && location !== undefined
        return { status, next: isRedirection ? URL.parse(location, url)?.href : undefined }
      })

      const follow = Effect.fnUntraced(function*(notification: Notification, body: object) {
        const token = yield* key.token(notification.appId, notification.tenantId)
        let url = notification.callbackUri
        let answered: Pick<Attempt, "status"> = {}
        for (let redirects = 0;; redirects++) {
          if (!isAllowedCallback(url, callbackHosts)) return { ...answered, error: `Not sent: ${callbackRefusal(url)}` }
          const { next, status } = yield* post(url, notification, body, token)
          answered = { status }
          if (next === undefined) return { status }
          if (redirects === maxRedirects) return { status, error: `More than ${maxRedirects} redirections.` }
          url = next
        }
      })

      /** Tries the older form first where that is wanted; 204 asks for the other one. */
      const deliver = Effect.fnUntraced(function*(notification: Notification) {
        const legacy = isLegacyFirst ? legacyNotification(notification.body) : undefined
        if (legacy === undefined) return yield* follow(notification, notification.body)
        const answered = yield* follow(notification, legacy)
        if (answered.status === 204) return yield* follow(notification, notification.body)
        return { error: "The bot took the older form; 204 would have asked for Graph's.", ...answered }
      })

      return NotificationSender.of({
        send: (notification) =>
          deliver(notification).pipe(
            Effect.catch((error) => Effect.succeed({ error: messageOf(error) })),
            Effect.timeoutOrElse({
              duration: timeout,
              orElse: () => Effect.succeed({ error: `No answer within ${timeout / 1_000} s.` })
            }),
            Effect.provideService(HttpClient.TracerPropagationEnabled, false)
          )
      })
    })
  )

const textOf = (body: object): string => JSON.stringify(body)

/** The headers that captures of callbacks have. The message has a new id in every try, and keeps its original one. */
const headersOf = ({ chainId, id }: Notification, token: string) => ({
  Accept: "application/json",
  Authorization: `Bearer ${token}`,
  "User-Agent": "Microsoft-Skype/3.0,(Calling/1.0)",
  "X-Microsoft-Skype-Chain-ID": chainId,
  "X-Microsoft-Skype-Message-ID": SecureRandom.uuidV4Unsafe(),
  "X-Microsoft-Skype-Original-Message-ID": id,
  "Scenario-Id": chainId,
  "MS-Teams-Ring": "general",
  "MS-Teams-Region": "local",
  "MS-Teams-Partition": "recordop"
})

/** An answer counts when it is there as a whole. */
const readToEnd = ({ stream }: HttpClientResponse.HttpClientResponse) =>
  stream.pipe(
    Stream.mapAccum(() => 0, (read, chunk) => [read + chunk.length, [read + chunk.length]]),
    Stream.takeUntil((read) => read > maxAnswer),
    Stream.runDrain,
    Effect.catchIf(({ reason }) => reason._tag === "EmptyBodyError", () => Effect.void)
  )

const messageOf = (error: HttpClientError.HttpClientError | Unavailable): string => {
  if (error._tag === "Unavailable") return error.message
  const { cause } = error.reason
  const [first] = cause instanceof AggregateError ? cause.errors : [cause]
  return first instanceof Error && first.message !== "" ? hinted(first) : error.message
}

/** What Node says of a certificate names no way to trust it. */
const hinted = ({ message }: Error): string =>
  /certificate/i.test(message) ? `${message} Trust it by --callback-ca FILE or NODE_EXTRA_CA_CERTS.` : message
