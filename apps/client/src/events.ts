import { EmulatorEvent, type NumberedEvent } from "@recordop/core"
import { Effect, Predicate, Schedule, Schema, Scope, Stream } from "effect"
import * as Sse from "effect/encoding/Sse"
import { HttpClientRequest, type HttpClientResponse } from "effect/http"
import type { Endpoint } from "./endpoint.ts"
import type { RequestFailed } from "./RequestFailed.ts"
import { invalidResponse } from "./requests.ts"
import type { Send } from "./send.ts"

/** How often a lost connection is made again before it is given up; the pauses double from 200 ms. */
const reconnects = { schedule: Schedule.exponential("200 millis"), times: 6 }

/**
 * Subscribes to what happens in recordop's server; Graph has nothing like it. A connection that is lost is made again, and
 * the server sends what was missed. Fails when the server does not come back.
 */
export const subscribe = (
  { root }: Endpoint,
  send: Send<Scope.Scope>,
  after?: string
): Effect.Effect<Stream.Stream<NumberedEvent, RequestFailed>, RequestFailed, Scope.Scope> =>
  Effect.gen(function*() {
    const scope = yield* Effect.scope
    let last = after
    const connect = Effect.suspend(() =>
      send(HttpClientRequest.get(
        `${root}/_emulator/events`,
        last === undefined ? undefined : { headers: { "Last-Event-ID": last } }
      ))
    ).pipe(Scope.provide(scope))

    const eventsOf = (response: HttpClientResponse.HttpClientResponse) =>
      untilLost(Stream.tap(readEvents(response), ({ id }) => Effect.sync(() => void (last = id))))

    const rest: Stream.Stream<NumberedEvent, RequestFailed> = Stream.suspend(() =>
      Stream.concat(Stream.unwrap(Effect.map(Effect.retry(connect, reconnects), eventsOf)), rest)
    )
    return Stream.concat(eventsOf(yield* connect), rest)
  })

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
    Stream.mapEffect(({ data, event, id = "" }) =>
      Effect.map(
        Effect.mapError(decodeEvent(event, data), invalidResponse),
        (event): NumberedEvent => ({ id, event })
      )
    )
  )

const parse = Schema.decodeUnknownEffect(Schema.fromJsonString(Schema.Unknown))
const decode = Schema.decodeUnknownEffect(EmulatorEvent)
const tags: Readonly<Record<string, EmulatorEvent["_tag"]>> = {
  call: "Call",
  notification: "Notification",
  missed: "Missed"
}

const decodeEvent = (name: string, data: string) =>
  Effect.flatMap(parse(data), (json) => {
    const _tag = tags[name]
    if (_tag === undefined) return decode({ _tag: "Operation", change: json })
    return decode(Predicate.isObject(json) ? { ...json, _tag } : json)
  })
