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

const textOf = (message: unknown): string => {
  if (!isRequestLine(message)) return String(message)
  const { method, milliseconds, path, status } = message
  return `${method} ${path} ${status} ${milliseconds} ms`
}

const formatText = Logger.make(({ date, message }) =>
  `${date.toTimeString().slice(0, 8)} ${[message].flat().map(textOf).join(" ")}`
)

/** Writes one line per event, those of 50 ms together: JSON for programs, or text for people. */
export const layer = (format: "json" | "text"): Layer.Layer<never> =>
  Logger.layer([
    Logger.batched(format === "json" ? Logger.formatJson : formatText, {
      window: "50 millis",
      flush: (lines) => Console.log(lines.join("\n"))
    })
  ])
