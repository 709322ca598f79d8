import { printable } from "@recordop/emulator/printable"
import { Cause, Console, Context, Effect, Layer, Logger, Schedule } from "effect"

/** What is logged of a request. It has no query, no header and no body: those can hold secrets. */
export interface RequestLine {
  readonly method: string
  readonly path: string
  /** 0 when there was no answer. */
  readonly status: number
  readonly milliseconds: number
  readonly requestId: string
}

/** Logs requests: not by `Effect.log`, which costs four times as much, on the path of each of them. */
export class ServerLog extends Context.Service<ServerLog, {
  readonly request: (line: RequestLine) => void
}>()("@recordop/server/ServerLog") {}

/**
 * Writes one line per request and per message of `Effect.log`, those of 50 ms together: JSON for programs, or text for
 * people; to standard output unless told.
 */
export const layer = (
  format: "json" | "text",
  print: (text: string) => Effect.Effect<void> = Console.log
): Layer.Layer<ServerLog> =>
  Layer.unwrap(Effect.gen(function*() {
    const write = format === "json" ? toJson : toText
    const timeOf = makeTimeOf(
      format === "json" ? (date) => date.toISOString() : (date) => date.toTimeString().slice(0, 8)
    )
    let lines: Array<string> = []
    const flush = Effect.suspend(() => {
      if (lines.length === 0) return Effect.void
      const text = lines.join("\n")
      lines = []
      return print(text)
    })
    yield* Effect.addFinalizer(() => flush)
    yield* Effect.forkScoped(Effect.repeat(flush, Schedule.spaced("50 millis")))
    const logger = Logger.make(({ cause, date, logLevel, message }) => {
      const parts = [message].flat().map(String)
      const text = cause.reasons.length === 0 ? parts : [...parts, Cause.pretty(cause)]
      lines.push(write(timeOf(date), { level: logLevel, message: text.join(" ") }))
    })
    const request = (line: RequestLine): void => {
      // oxlint-disable-next-line effecttsgo/global-date -- outside of any fiber
      lines.push(write(timeOf(new Date()), line))
    }
    return Layer.merge(Layer.succeed(ServerLog, { request }), Logger.layer([logger]))
  }))

/** The time as it stands in lines; that of many requests is the same. */
const makeTimeOf = (write: (date: Date) => string) => {
  let at = NaN
  let time = ""
  return (date: Date): string => {
    if (date.getTime() !== at) {
      at = date.getTime()
      time = write(date)
    }
    return time
  }
}

type Line = RequestLine | { readonly level: string; readonly message: string }

/** Written by hand for requests: to spread and to stringify a line would take longer than some answers. */
const toJson = (time: string, line: Line): string =>
  "message" in line
    ? JSON.stringify({ time, ...line })
    : `{"time":"${time}","method":"${line.method}","path":${JSON.stringify(line.path)},"status":` +
      `${line.status},"milliseconds":${line.milliseconds},"requestId":"${line.requestId}"}`

const toText = (time: string, line: Line): string =>
  "message" in line
    ? `${time} ${printable(line.message)}`
    : `${time} ${line.method} ${printable(line.path)} ${line.status} ${line.milliseconds} ms`
