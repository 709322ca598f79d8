import { RecordOperations } from "@recordop/core"
import { Events } from "@recordop/emulator/ports/Events"
import { printable } from "@recordop/emulator/printable"
import { type EmulatorEvent, eventToWire, isEventOf } from "@recordop/emulator/protocol/EmulatorEvent"
import { Console, Effect, Predicate, Stream } from "effect"
import { Command } from "effect/cli"
import { callId, onServer, server } from "../connection.ts"
import { toJsonLine } from "../json.ts"
import { formatOf, output } from "../output.ts"

const describe = (event: EmulatorEvent): string => {
  switch (event._tag) {
    case "Operation": {
      const { changeType, operation: { completionReason, id, status } } = event.change
      return `operation ${id} ${changeType} ${status}${completionReason === null ? "" : ` ${completionReason}`}`
    }
    case "Call":
      return `call ${event.call.state}`
    case "Notification": {
      const last = event.attempts.at(-1)
      const answer = last === undefined ? "" : ` ${last.error ?? last.status}`
      return `notification ${event.id} ${event.state}${answer}`
    }
    case "Reset":
      return "the store is back to its seed"
    case "SetAside":
      return `a row of ${event.row.table} cannot be read: ${event.row.key}`
    case "Missed":
      return "some events were missed"
  }
}

const toDocument = (event: EmulatorEvent) => {
  const { data, name } = eventToWire(event)
  return { event: name, ...(Predicate.isObject(data) ? data : {}) }
}

/** `recordop watch`. */
export const watch = Command.make(
  "watch",
  { callId, ...server, ...output },
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
        Stream.runForEach((event) =>
          Console.log(format === "table" ? printable(describe(event)) : toJsonLine(toDocument(event)))
        )
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
