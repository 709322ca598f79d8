import type { Callers } from "@recordop/emulator/ports/Callers"
import type { EmulatorClock } from "@recordop/emulator/ports/EmulatorClock"
import type { Notifications } from "@recordop/emulator/ports/Notifications"
import type { Recordings } from "@recordop/emulator/ports/Recordings"
import type { Duration, Effect } from "effect"
import { describe, expect, test } from "tstyche"

type Clock = EmulatorClock["Service"]

type Tag<E> = E extends { readonly _tag: infer T } ? T : never
type ErrorsOf<Method extends (...args: never) => Effect.Effect<unknown, unknown>> = Tag<
  Effect.Error<ReturnType<Method>>
>

describe("the ports of the emulator", () => {
  test("take durations, and not numbers whose unit is a secret", () => {
    expect<Parameters<Clock["advance"]>[0]>().type.toBe<Duration.Input>()
  })

  test("claim no error that a method cannot raise", () => {
    expect<Tag<Effect.Error<Clock["get"]>>>().type.toBe<"InvalidRequest" | "Unavailable">()
    expect<ErrorsOf<Clock["set"]>>().type.toBe<"ClockBusy" | "InvalidRequest" | "Unavailable">()
    expect<ErrorsOf<Clock["advance"]>>().type.toBe<
      | "ClockNotFrozen"
      | "ClockBusy"
      | "InstantWithoutEnd"
      | "AdvanceCancelled"
      | "InvalidAdvance"
      | "InvalidRequest"
      | "Unavailable"
    >()
    expect<ErrorsOf<Callers["Service"]["setScript"]>>().type.toBe<"CallNotFound" | "InvalidRequest" | "Unavailable">()
    expect<ErrorsOf<Callers["Service"]["act"]>>().type.toBe<
      "CallNotFound" | "NothingToActOn" | "InvalidRequest" | "Unavailable"
    >()
    expect<ErrorsOf<Notifications["Service"]["list"]>>().type.toBe<"InvalidRequest" | "Unavailable">()
    expect<ErrorsOf<Recordings["Service"]["find"]>>().type.toBe<
      "RecordingNotFound" | "RecordingForbidden" | "Unavailable"
    >()
  })
})
