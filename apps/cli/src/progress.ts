import { Clock, Effect, Schedule } from "effect"

/** How wide the bar of `progressBar` is, in characters. */
const barWidth = 24

/** A bar that shows how much of so many bytes is there. */
export const progressBar = (done: number, total: number): string => {
  const filled = total === 0 ? barWidth : Math.min(barWidth, Math.round((done / total) * barWidth))
  const percent = total === 0 ? 100 : Math.floor((done / total) * 100)
  return `[${"#".repeat(filled)}${"-".repeat(barWidth - filled)}] ${String(percent).padStart(3)}% of ${total} bytes`
}

/** Writes over the last line of the terminal. */
const overwrite = (text: string) => Effect.sync(() => void process.stderr.write(`\r\u001b[K${text}`))

/**
 * Shows a line on stderr, if that is a terminal, again and again while an effect runs, and takes it away at the end.
 * `line` gives the text
 * after so many milliseconds.
 */
export const withProgress =
  (line: (elapsed: number) => string) => <A, E, R>(effect: Effect.Effect<A, E, R>): Effect.Effect<A, E, R> =>
    process.stderr.isTTY
      ? Effect.raceFirst(
        effect,
        Effect.flatMap(Clock.currentTimeMillis, (started) =>
          Clock.currentTimeMillis.pipe(
            Effect.flatMap((now) => overwrite(line(now - started))),
            Effect.repeat(Schedule.spaced("100 millis")),
            Effect.andThen(Effect.never)
          ))
      ).pipe(Effect.ensuring(overwrite("")))
      : effect
