import { Events } from "@recordop/emulator/ports/Events"
import { eventToWire, type NumberedEvent } from "@recordop/emulator/protocol/EmulatorEvent"
import { Context, Effect, Exit, Schedule, Scope, Stream } from "effect"
import * as Sse from "effect/encoding/Sse"
import type { Handler } from "../graph/Bridge.ts"

const toEvent = ({ event, id }: NumberedEvent): string => {
  const { data, name } = eventToWire(event)
  return Sse.encoder.write({ _tag: "Event", event: name, id, data: JSON.stringify(data) })
}

/** Shows both sides that the connection is alive while nothing happens. */
const heartbeats = Stream.fromSchedule(Schedule.spaced("15 seconds")).pipe(Stream.map(() => ": heartbeat\n\n"))

/**
 * Server-sent events: everything that happens after the answer began, or after the event that `Last-Event-ID` names, until
 * the client leaves or `stopping` aborts. Whoever listens learns at once which event was the last, so that to come back
 * before the first one loses nothing.
 *
 * Source: WHATWG HTML, 9.2.
 */
export const events = (stopping: AbortSignal): Handler<Events> =>
  Effect.fnUntraced(function*({ header, method }) {
    const type = { "Content-Type": "text/event-stream" }
    if (method === "HEAD") return { status: 200, headers: type, body: null }
    const feed = yield* Events
    const scope = yield* Scope.make()
    const { events, lastEventId } = yield* Scope.provide(feed.subscribe(header("last-event-id") || undefined), scope)
    const body = Stream.make(`: listening\nid: ${lastEventId}\n\n`).pipe(
      Stream.concat(Stream.map(events, toEvent)),
      Stream.merge(heartbeats),
      Stream.ensuring(Scope.close(scope, Exit.void)),
      Stream.encodeText,
      Stream.toReadableStreamWith(Context.empty(), { signal: stopping })
    )
    return { status: 200, headers: { ...type, "Last-Event-ID": lastEventId }, body }
  })
