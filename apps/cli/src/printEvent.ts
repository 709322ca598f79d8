import { printable } from "@recordop/emulator/printable"
import { type EmulatorEvent, eventToWire } from "@recordop/emulator/protocol/EmulatorEvent"
import { Console, Predicate } from "effect"
import { toJsonLine } from "./json.ts"

/** An event in words. */
export const describeEvent = (event: EmulatorEvent): string => {
  switch (event._tag) {
    case "Operation": {
      const { changeType, operation: { completionReason, id, status } } = event.change
      return `operation ${id} ${changeType} ${status}${completionReason === null ? "" : ` ${completionReason}`}`
    }
    case "Call":
      return `call ${event.call.state}`
    case "Script":
      return `step ${event.step} ${event.isMet ? "met" : "failed"} after ${event.milliseconds} ms: ${event.text}`
    case "ScriptOver":
      return `script ${event.result}`
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

/** Prints an event: a line for people, or a JSON document on a line. */
export const printEvent = (event: EmulatorEvent, format: "table" | "json" | "jsonl") =>
  Console.log(format === "table" ? printable(describeEvent(event)) : toJsonLine(toDocument(event)))
