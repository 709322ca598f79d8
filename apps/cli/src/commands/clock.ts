import { EmulatorClock } from "@recordop/emulator/ports/EmulatorClock"
import { AnyMilliseconds } from "@recordop/emulator/protocol/AnyDuration"
import { ClockInstant, ClockMode, ClockReading, TimeScale } from "@recordop/emulator/protocol/clock"
import { Effect, Option, Schema } from "effect"
import { Command, Flag } from "effect/cli"
import { onServer, server } from "../connection.ts"
import { fail, wrongUsage } from "../Failure.ts"
import { output, printDocument } from "../output.ts"

const flags = {
  mode: Flag.Literals("mode", ClockMode.literals).pipe(
    Flag.withDescription("Let the clock run as time does, or scaled, or freeze it"),
    Flag.optional
  ),
  scale: Flag.Finite("scale").pipe(
    Flag.withDescription("How many seconds pass in one, when scaled"),
    Flag.withSchema(TimeScale),
    Flag.optional
  ),
  now: Flag.String("now").pipe(
    Flag.withMetavar("TIME"),
    Flag.withDescription("Freeze the clock at an instant, before or after, as in 2026-01-01T00:00:00Z"),
    Flag.withSchema(ClockInstant),
    Flag.optional
  ),
  advance: Flag.String("advance").pipe(
    Flag.withMetavar("DURATION"),
    Flag.withDescription("Turn a frozen clock forward, as in 7s or PT7S, and do all that falls due"),
    Flag.withSchema(AnyMilliseconds),
    Flag.optional
  ),
  settle: Flag.String("settle").pipe(
    Flag.withMetavar("DURATION"),
    Flag.withDescription(
      "Let time stand after each thing that bots are told until they have been quiet for so long, as in 50ms"
    ),
    Flag.withSchema(AnyMilliseconds),
    Flag.optional
  )
}

interface Input {
  readonly mode: Option.Option<ClockMode>
  readonly now: Option.Option<number>
  readonly scale: Option.Option<number>
  readonly advance: Option.Option<number>
  readonly settle: Option.Option<number>
}

const change = Effect.fnUntraced(function*({ advance, mode, now, scale, settle }: Input) {
  const clock = yield* EmulatorClock
  if (Option.isSome(advance)) {
    if (Option.isSome(mode) || Option.isSome(now) || Option.isSome(scale)) {
      return yield* fail("--advance turns a clock that is frozen: give it alone", wrongUsage)
    }
    return yield* clock.advance(advance.value, Option.getOrUndefined(settle))
  }
  if (Option.isSome(settle)) return yield* fail("--settle goes with --advance", wrongUsage)
  if (Option.isSome(now)) {
    return Option.isSome(scale) || Option.getOrElse(mode, () => "frozen") !== "frozen"
      ? yield* fail("--now freezes the clock: give it without --scale and another --mode", wrongUsage)
      : yield* clock.set({ mode: "frozen", now: now.value })
  }
  if (Option.isSome(scale)) {
    return Option.getOrElse(mode, () => "scaled") === "scaled"
      ? yield* clock.set({ mode: "scaled", scale: scale.value })
      : yield* fail("--scale goes with --mode scaled", wrongUsage)
  }
  if (Option.isNone(mode)) return yield* clock.get
  return mode.value === "scaled"
    ? yield* fail("--mode scaled needs --scale, as in --scale 60", wrongUsage)
    : yield* clock.set({ mode: mode.value })
})

const encodeReading = Schema.encodeEffect(ClockReading)

/** `recordop clock`. */
export const clock = Command.make(
  "clock",
  { ...flags, ...server, ...output },
  Effect.fn(function*(input) {
    const reading = yield* change(input)
    return yield* printDocument(yield* Effect.orDie(encodeReading(reading)), input.output)
  }, onServer)
).pipe(
  Command.withDescription("Print the clock of the server, set how it runs, or turn it forward"),
  Command.withExamples([
    { command: "recordop clock --mode frozen", description: "Stop time" },
    { command: "recordop clock --advance 7s", description: "Seven seconds later" },
    { command: "recordop clock --scale 60", description: "A minute in a second" }
  ])
)
