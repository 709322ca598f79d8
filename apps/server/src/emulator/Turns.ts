import { AdvanceCancelled, type AdvanceError, EmulatorClock } from "@recordop/emulator/ports/EmulatorClock"
import type { ClockReading } from "@recordop/emulator/protocol/clock"
import { Cause, Context, type Duration, Effect, Exit, Fiber, Layer, Option } from "effect"

/** How long a turn of the clock is waited for before the answer says that it goes on. */
export const waitAtMost = "15 seconds"

/** Turns of the clock, which may take longer than anybody waits for one answer. */
export class Turns extends Context.Service<Turns, {
  /** Begins a turn, and waits for it; none when it still goes on. When the client leaves, it is called off. */
  start(
    duration: Duration.Duration,
    settle: Duration.Duration | undefined,
    signal: AbortSignal
  ): Effect.Effect<Option.Option<ClockReading>, AdvanceError>

  /** Waits for the turn that goes on, or that was the last; `undefined` when there was none. */
  wait(signal: AbortSignal): Effect.Effect<Option.Option<ClockReading> | undefined, AdvanceError>

  /** Whether a turn of this server goes on. */
  readonly isGoingOn: Effect.Effect<boolean>

  /** Calls off the turn of this server, and leaves those of others alone. */
  readonly cancelOwn: Effect.Effect<void>
}>()("@recordop/server/emulator/Turns") {}

/** Turns that are called off when the server stops. */
export const layer: Layer.Layer<Turns, never, EmulatorClock> = Layer.effect(
  Turns,
  Effect.gen(function*() {
    const clock = yield* EmulatorClock
    const scope = yield* Effect.scope
    /** Those that go on, one behind the other, in the order in which they were asked for. */
    const goingOn = new Set<Fiber.Fiber<ClockReading, AdvanceError>>()
    let last: Fiber.Fiber<ClockReading, AdvanceError> | undefined

    const current = () => Array.from(goingOn)[0] ?? last

    const join = (fiber: Fiber.Fiber<ClockReading, AdvanceError>, signal: AbortSignal) =>
      Fiber.await(fiber).pipe(
        Effect.timeoutOption(waitAtMost),
        Effect.raceFirst(Effect.andThen(left(signal), Effect.as(Fiber.interrupt(fiber), Option.none()))),
        Effect.flatMap((exit): Effect.Effect<Option.Option<ClockReading>, AdvanceError> => {
          if (Option.isNone(exit)) return Effect.succeedNone
          if (Exit.isSuccess(exit.value)) return Effect.succeedSome(exit.value.value)
          const { cause } = exit.value
          return Cause.hasInterruptsOnly(cause) ? Effect.fail(new AdvanceCancelled({})) : Effect.failCause(cause)
        })
      )

    return Turns.of({
      start: Effect.fnUntraced(function*(duration, settle, signal) {
        const fiber = yield* Effect.forkIn(clock.advance(duration, settle), scope)
        goingOn.add(fiber)
        fiber.addObserver((exit) => {
          goingOn.delete(fiber)
          if (!isRefusal(exit)) last = fiber
        })
        return yield* join(fiber, signal)
      }),
      wait: (signal) =>
        Effect.suspend(() => {
          const fiber = current()
          return fiber === undefined ? Effect.undefined : join(fiber, signal)
        }),
      isGoingOn: Effect.sync(() => goingOn.size > 0),
      cancelOwn: Effect.suspend(() => Fiber.interruptAll(goingOn))
    })
  })
)

/** Whether a turn was not begun, as somebody else's goes on. */
const isRefusal = (exit: Exit.Exit<ClockReading, AdvanceError>): boolean =>
  Option.exists(Exit.findErrorOption(exit), ({ _tag }) => _tag === "ClockBusy")

/** Succeeds when the signal aborts. */
const left = (signal: AbortSignal): Effect.Effect<void> =>
  Effect.callback((resume) => {
    const abort = () => resume(Effect.void)
    if (signal.aborted) abort()
    else signal.addEventListener("abort", abort, { once: true })
    return Effect.sync(() => signal.removeEventListener("abort", abort))
  })
