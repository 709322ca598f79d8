import { RecordOperationChange, RecordOperations } from "@recordop/core"
import { Context, Effect, Exit, Schedule, Schema, Scope, Stream } from "effect"
import * as Sse from "effect/encoding/Sse"
import type { Handler } from "../Bridge.ts"

const encodeChange = Schema.encodeEffect(Schema.fromJsonString(RecordOperationChange))

const toEvent = (change: RecordOperationChange) =>
  Effect.map(
    encodeChange(change),
    (data) => Sse.encoder.write({ _tag: "Event", event: change.changeType, id: undefined, data })
  )

/** Shows both sides that the connection is alive while nothing happens. */
const heartbeats = Stream.fromSchedule(Schedule.spaced("15 seconds")).pipe(Stream.map(() => ": heartbeat\n\n"))

/**
 * Server-sent events: every change that is made after the answer began, until the client leaves or `stopping` aborts.
 *
 * Source: WHATWG HTML, 9.2.
 */
export const events = (stopping: AbortSignal): Handler<RecordOperations> =>
  Effect.fnUntraced(function*({ method }) {
    const headers = { "Content-Type": "text/event-stream" }
    if (method === "HEAD") return { status: 200, headers, body: null }
    const operations = yield* RecordOperations
    const scope = yield* Scope.make()
    const changes = yield* Scope.provide(operations.changes, scope)
    const body = Stream.make(": listening\n\n").pipe(
      Stream.concat(Stream.mapEffect(changes, toEvent)),
      Stream.merge(heartbeats),
      Stream.ensuring(Scope.close(scope, Exit.void)),
      Stream.encodeText,
      Stream.toReadableStreamWith(Context.empty(), { signal: stopping })
    )
    return { status: 200, headers, body }
  })
