import { RecordOperations } from "@recordop/core"
import { Events } from "@recordop/emulator/ports/Events"
import { isEventOf } from "@recordop/emulator/protocol/EmulatorEvent"
import { Effect, Stream } from "effect"
import { Command } from "effect/cli"
import { callId, onServer, server } from "../connection.ts"
import { eventOutput, formatOf } from "../output.ts"
import { printEvent } from "../printEvent.ts"

/** `recordop watch`. */
export const watch = Command.make(
  "watch",
  { callId, ...server, ...eventOutput },
  Effect.fn(
    function*({ callId, output }) {
      const format = yield* formatOf(output)
      const operations = yield* RecordOperations
      yield* operations.count(callId)
      const feed = yield* Events
      const { events } = yield* feed.subscribe()
      yield* events.pipe(
        Stream.map(({ event }) => event),
        Stream.filter(isEventOf(callId)),
        Stream.runForEach((event) => printEvent(event, format))
      )
    },
    Effect.scoped,
    onServer
  )
).pipe(
  Command.withDescription("Print what happens in a call as it happens, until Ctrl+C"),
  Command.withExamples([
    { command: "recordop watch <call-id>", description: "A line for each event" },
    { command: "recordop watch <call-id> -o jsonl | jq .", description: "A JSON document for each, as in a pipe" }
  ])
)
