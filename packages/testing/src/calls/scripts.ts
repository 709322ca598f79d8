import { assert, describe } from "@effect/vitest"
import { Calls } from "@recordop/core/calls"
import { Callers } from "@recordop/emulator/ports/Callers"
import { EmulatorClock } from "@recordop/emulator/ports/EmulatorClock"
import { Effect } from "effect"
import { callbackUri, type CallsSuite, establishedCall, failsWith, parameters, script, stepsOf } from "./suite.ts"

/** Scripts of a whole call that follow one another, or come before there is a call. */
export const scripts: CallsSuite = (test) => {
  describe("a script of a whole call", () => {
    test(
      "leaves nothing of the script before in a recording that listens",
      Effect.gen(function*() {
        const { callers, clock, id, operation, record } = yield* establishedCall("silence 2s; tone #")
        const recording = yield* record({ playBeep: false, stopTones: ["#"], initialSilenceTimeoutInSeconds: 60 })
        yield* clock.advance("1 second")
        yield* callers.setScript(id, script("when prompt: tone 1"))
        yield* clock.advance("2 seconds")
        assert.strictEqual((yield* operation(recording)).status, "Running")
      })
    )

    test(
      "is told of as that before the call is established",
      Effect.gen(function*() {
        const calls = yield* Calls
        const callers = yield* Callers
        const { id } = yield* calls.create({ callbackUri, targets: [{ identity: { user: { id: "1" } } }] })
        yield* callers.setScript(id, script("expect prompt"))
        const { follows, steps } = yield* callers.script(id)
        assert.deepStrictEqual([follows, steps.map(({ state }) => state)], ["call", ["toCome"]])
      })
    )

    test(
      "is any script of somebody who calls, from the moment that the bot has answered",
      Effect.gen(function*() {
        const calls = yield* Calls
        const callers = yield* Callers
        const clock = yield* EmulatorClock
        const { id } = yield* callers.callBot({ callbackUri, script: script("silence 2s; tone 1; speak 1s; hang up") })
        yield* calls.answer(id, { mediaConfig: {} })
        yield* clock.advance("3 seconds")
        assert.deepStrictEqual(yield* stepsOf(id), ["open", "1 done", "2 done", "3 underWay", "4 toCome"])
        const { operation } = yield* calls.recordResponse(id, parameters({ playBeep: false }))
        yield* clock.advance("1 second")
        yield* failsWith(calls.get(id), "CallNotFound")
        const ended = yield* calls.operation({ callId: id, operationId: operation.id })
        assert.deepInclude(ended.operation, { completionReason: "operationCanceled" })
      })
    )

    test(
      "is one that another takes the place of",
      Effect.gen(function*() {
        const { callers, clock, id, operation, record } = yield* establishedCall("expect prompt within 1s")
        yield* callers.setScript(id, script("speak 1s; tone #"))
        yield* clock.advance("5 seconds")
        const recording = yield* record({ stopTones: ["#"] })
        yield* clock.advance("5 seconds")
        assert.strictEqual((yield* operation(recording)).completionReason, "stopToneDetected")
        assert.deepInclude(yield* callers.script(id), { follows: "recordings", script: "speak 1s; tone #", steps: [] })
      })
    )
  })
}
