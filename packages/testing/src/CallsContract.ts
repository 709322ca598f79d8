import { describe, it } from "@effect/vitest"
import type { RecordOperations } from "@recordop/core"
import type { Calls, Participants } from "@recordop/core/calls"
import type { Callers } from "@recordop/emulator/ports/Callers"
import type { EmulatorClock } from "@recordop/emulator/ports/EmulatorClock"
import type { Events } from "@recordop/emulator/ports/Events"
import type { Notifications } from "@recordop/emulator/ports/Notifications"
import type { Reset } from "@recordop/emulator/ports/Reset"
import { Effect, type Layer } from "effect"
import { actions } from "./calls/actions.ts"
import { botInCall } from "./calls/botInCall.ts"
import { caller } from "./calls/caller.ts"
import { clock } from "./calls/clock.ts"
import { events } from "./calls/events.ts"
import { incoming } from "./calls/incoming.ts"
import { keys } from "./calls/keys.ts"
import { lifecycle } from "./calls/lifecycle.ts"
import { participants } from "./calls/participants.ts"
import { phases } from "./calls/phases.ts"
import { queue } from "./calls/queue.ts"
import { reasons } from "./calls/reasons.ts"
import { scripts } from "./calls/scripts.ts"
import { story } from "./calls/story.ts"
import type { AddTest } from "./calls/suite.ts"

/** The ports that a simulation, or a server of one, has. */
export type Simulated =
  | Calls
  | Participants
  | Callers
  | EmulatorClock
  | Reset
  | Notifications
  | RecordOperations
  | Events

/**
 * The contract of `Calls`, `EmulatorClock` and `Notifications`: what every simulation does alike, on any store and over
 * HTTP. Call it at the top of a test file; `makeLayer` gives a simulation of its own for each test, with a frozen clock,
 * prompts of 2 s and beeps of 500 ms, and a bot that need not be there.
 */
export const callsContract = (name: string, makeLayer: () => Layer.Layer<Simulated>): void => {
  const test: AddTest = (sentence, effect) =>
    // oxlint-disable-next-line effecttsgo/strict-effect-provide -- each test has a simulation of its own
    it.effect(sentence, () => Effect.provide(effect, makeLayer()))

  describe(`${name} (contract of Calls)`, () => {
    lifecycle(test)
    incoming(test)
    participants(test)
    botInCall(test)
    phases(test)
    keys(test)
    reasons(test)
    caller(test)
    story(test)
    scripts(test)
    queue(test)
    actions(test)
    clock(test)
    events(test)
  })
}
