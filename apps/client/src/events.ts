import type { Subscription } from "@recordop/emulator/ports/Events"
import { eventFromWire, type NumberedEvent } from "@recordop/emulator/protocol/EmulatorEvent"
import { Effect, Result, Schedule, Schema, type Scope, Stream } from "effect"
import * as Sse from "effect/encoding/Sse"
import { HttpClientRequest, type HttpClientResponse } from "effect/http"
import type { Endpoint } from "./endpoint.ts"
import type { RequestFailed } from "./RequestFailed.ts"
import { invalidResponse } from "./requests.ts"
import type { Send } from "./send.ts"

/** The pauses before a lost connection is made again; after the last one it is given up. */
const reconnects = { schedule: Schedule.exponential("200 millis"), times: 6 }

/**
 * Subscribes to what happens in recordop's server; Graph has nothing like it. A connection that is lost is made again, and
 * the server sends what was missed; when nothing had come before, `Missed` stands for that. Fails when the server does not
 * come back.
 */
export const subscribe = (
  { root }: Endpoint,
  send: Send<Scope.Scope>,
  after?: string
): Effect.Effect<Subscription<RequestFailed>, RequestFailed, Scope.Scope> => {
  const connect = (after: string | undefined) =>
    send(HttpClientRequest.get(
      `${root}/_emulator/events`,
      after === undefined ? undefined : { headers: { "Last-Event-ID": after } }
    )).pipe(Effect.filterOrFail(isEventStream, () => invalidResponse({ message: "it has no server-sent events" })))

  return Effect.map(connect(after), (first) => {
    let last = after ?? (first.headers["last-event-id"] || undefined)
    const lastEventId = last ?? ""
    const eventsOf = (response: HttpClientResponse.HttpClientResponse) =>
      untilLost(Stream.tap(readEvents(response), ({ id }) => Effect.sync(() => void (last = id))))

    const again = Effect.suspend(() =>
      Effect.map(
        connect(last),
        (response) =>
          last === undefined ? Stream.concat(Stream.succeed(missed), eventsOf(response)) : eventsOf(response)
      )
    )
    const rest: Stream.Stream<NumberedEvent, RequestFailed> = Stream.suspend(() =>
      Stream.concat(
        Stream.unwrap(Effect.delay(Effect.retry(again, reconnects), "200 millis")),
        rest
      )
    )
    return { lastEventId, events: Stream.concat(eventsOf(first), rest) }
  })
}

const missed: NumberedEvent = { id: "", event: { _tag: "Missed" } }

const isEventStream = ({ headers }: HttpClientResponse.HttpClientResponse): boolean =>
  (headers["content-type"] ?? "").startsWith("text/event-stream")

/** A connection that breaks ends the stream; what cannot be read, and a server that is not there, fail it. */
const untilLost = (events: Stream.Stream<NumberedEvent, RequestFailed | ConnectionLost>) =>
  Stream.catchTag(events, "ConnectionLost", () => Stream.empty)

interface ConnectionLost {
  readonly _tag: "ConnectionLost"
}

const readEvents = ({ stream }: HttpClientResponse.HttpClientResponse) =>
  stream.pipe(
    Stream.mapError((): ConnectionLost => ({ _tag: "ConnectionLost" })),
    Stream.decodeText(),
    Stream.pipeThroughChannel(Sse.decode()),
    Stream.mapError((error) =>
      error._tag === "ConnectionLost" ? error : invalidResponse({ message: "no server-sent events" })
    ),
    Stream.mapEffect(({ data, event: name, id = "" }) =>
      parse(data).pipe(
        Effect.flatMap((data) => eventFromWire({ name, data })),
        Effect.mapBoth({
          onFailure: invalidResponse,
          onSuccess: (event): Result.Result<NumberedEvent, void> =>
            event === undefined ? Result.failVoid : Result.succeed({ id, event })
        })
      )
    ),
    Stream.filterMap((event) => event)
  )

const parse = Schema.decodeUnknownEffect(Schema.fromJsonString(Schema.Unknown))
