import { Console, type Layer, Logger, Predicate } from "effect"

/** What is logged of a request. It has no query, no header and no body: those can hold secrets. */
export interface RequestLine {
  readonly method: string
  readonly path: string
  readonly status: number
  readonly milliseconds: number
  readonly requestId: string
}

const isRequestLine = (message: unknown): message is RequestLine =>
  Predicate.hasProperty(message, "method") && Predicate.hasProperty(message, "requestId")

const partsOf = (message: unknown): ReadonlyArray<unknown> => Array.isArray(message) ? message : [message]

/** Not `Logger.formatJson`: that costs four times as much, on the path of every request. */
const formatJson = Logger.make(({ date, logLevel, message }) => {
  const [first] = partsOf(message)
  const event = isRequestLine(first) ? first : { message: partsOf(message).map(String).join(" ") }
  return JSON.stringify({ time: date.toISOString(), level: logLevel, ...event })
})

const formatText = Logger.make(({ date, message }) => {
  const parts = partsOf(message).map((part) =>
    isRequestLine(part) ? `${part.method} ${part.path} ${part.status} ${part.milliseconds} ms` : String(part)
  )
  return `${date.toTimeString().slice(0, 8)} ${parts.join(" ")}`
})

/** Writes one line per event, those of 50 ms together: JSON for programs, or text for people. */
export const layer = (format: "json" | "text"): Layer.Layer<never> =>
  Logger.layer([
    Logger.batched(format === "json" ? formatJson : formatText, {
      window: "50 millis",
      flush: (lines) => Console.log(lines.join("\n"))
    })
  ])
