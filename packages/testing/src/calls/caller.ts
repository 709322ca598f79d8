import { assert, describe } from "@effect/vitest"
import { Effect } from "effect"
import { type CallsSuite, establishedCall, failsWith, prompt, script, step } from "./suite.ts"

/** The caller, by script and by hand. */
export const caller: CallsSuite = (test) => {
  describe("the caller", () => {
    test(
      "speaks for two minutes unless told",
      Effect.gen(function*() {
        const { clock, operation, record } = yield* establishedCall()
        const id = yield* record({ maxRecordDurationInSeconds: 120, initialSilenceTimeoutInSeconds: 1 })
        yield* clock.advance(120_500)
        assert.strictEqual((yield* operation(id)).completionReason, "maxRecordDurationReached")
      })
    )

    test(
      "begins to speak with a recording that listens at once, also by a script of the whole call",
      Effect.gen(function*() {
        const { clock, operation, record } = yield* establishedCall("when recording: speak 4s")
        const id = yield* record({ playBeep: false, initialSilenceTimeoutInSeconds: 2, maxSilenceTimeoutInSeconds: 1 })
        yield* clock.advance(60_000)
        assert.strictEqual((yield* operation(id)).completionReason, "maxSilenceTimeout")
      })
    )

    test(
      "hangs up by script: the recording ends, and then the call",
      Effect.gen(function*() {
        const { calls, clock, id, operation, record, sent } = yield* establishedCall("speak 1s; hang up")
        const operationId = yield* record()
        const waiting = yield* record()
        yield* clock.advance(1_500)
        yield* failsWith(calls.get(id), "CallNotFound")
        assert.strictEqual((yield* operation(operationId)).completionReason, "operationCanceled")
        assert.strictEqual((yield* operation(waiting)).completionReason, "operationCanceled")
        assert.deepStrictEqual((yield* sent).slice(4), [
          "deleted recordOperation operationCanceled",
          "deleted recordOperation operationCanceled",
          "deleted call terminated"
        ])
      })
    )

    test(
      "hangs up by hand, also when nothing is recorded",
      Effect.gen(function*() {
        const { act, calls, id, sent } = yield* establishedCall()
        yield* act("hang up")
        yield* failsWith(calls.get(id), "CallNotFound")
        assert.deepStrictEqual((yield* sent).slice(4), ["deleted call terminated"])
      })
    )

    test(
      "speaks by hand in place of what is left of the script, and is silent then",
      Effect.gen(function*() {
        const { act, clock, operation, record } = yield* establishedCall("speak 120s")
        const id = yield* record({ maxRecordDurationInSeconds: 60, maxSilenceTimeoutInSeconds: 2 })
        yield* clock.advance(1_500)
        yield* act("speak 3s")
        yield* clock.advance(4_999)
        assert.strictEqual((yield* operation(id)).status, "Running")
        yield* clock.advance(1)
        assert.strictEqual((yield* operation(id)).completionReason, "maxSilenceTimeout")
      })
    )

    test(
      "falls silent by hand",
      Effect.gen(function*() {
        const { act, clock, operation, record } = yield* establishedCall("speak 120s")
        const id = yield* record({ maxRecordDurationInSeconds: 60, maxSilenceTimeoutInSeconds: 2 })
        yield* clock.advance(1_500)
        yield* act("silence 10s")
        yield* clock.advance(2_000)
        assert.strictEqual((yield* operation(id)).completionReason, "maxSilenceTimeout")
      })
    )

    test(
      "presses a key by hand, and goes on with the script when it is no stop tone",
      Effect.gen(function*() {
        const { act, clock, operation, record } = yield* establishedCall("speak 120s")
        const id = yield* record({ maxRecordDurationInSeconds: 60, stopTones: ["#"] })
        yield* clock.advance(1_500)
        yield* act("tone 1")
        yield* clock.advance(10_000)
        assert.strictEqual((yield* operation(id)).status, "Running")
        yield* act("tone #")
        assert.strictEqual((yield* operation(id)).completionReason, "stopToneDetected")
      })
    )

    test(
      "is heard when the recording listens, not before",
      Effect.gen(function*() {
        const { act, clock, operation, record } = yield* establishedCall("silence 60s")
        const id = yield* record({ prompts: [prompt], stopTones: ["#"] })
        yield* clock.advance(1_000)
        yield* act("tone #")
        assert.strictEqual((yield* operation(id)).status, "Running")
        yield* clock.advance(1_500)
        assert.strictEqual((yield* operation(id)).completionReason, "stopToneDetected")
      })
    )

    test(
      "does one after another what was said before the recording listens",
      Effect.gen(function*() {
        const { act, clock, operation, record } = yield* establishedCall("speak 120s")
        const id = yield* record({ stopTones: ["#"], maxSilenceTimeoutInSeconds: 1, maxRecordDurationInSeconds: 60 })
        yield* act("speak 3s")
        yield* act("silence 500ms")
        yield* act("speak 2s")
        yield* clock.advance(6_999)
        assert.strictEqual((yield* operation(id)).status, "Running")
        yield* clock.advance(1)
        assert.strictEqual((yield* operation(id)).completionReason, "maxSilenceTimeout")
      })
    )

    test(
      "makes parts fail by hand while they are played, and not when they are not",
      Effect.gen(function*() {
        const { act, callers, clock, id, operation, record } = yield* establishedCall()
        const first = yield* record({ prompts: [prompt] })
        yield* failsWith(callers.act(id, step("fail beep")), "NothingToActOn")
        yield* act("fail prompt")
        assert.strictEqual((yield* operation(first)).completionReason, "playPromptFailed")
        const second = yield* record()
        yield* act("fail beep")
        assert.strictEqual((yield* operation(second)).completionReason, "playBeepFailed")
        const third = yield* record({ playBeep: false })
        yield* failsWith(callers.act(id, step("fail prompt")), "NothingToActOn")
        yield* clock.advance(1_000)
        yield* act("fail unspecified")
        assert.strictEqual((yield* operation(third)).completionReason, "unspecifiedError")
      })
    )

    test(
      "has nothing to do but to hang up while nothing is recorded",
      Effect.gen(function*() {
        const { callers, id } = yield* establishedCall()
        for (const text of ["speak 1s", "silence 1s", "fail prompt", "fail media"]) {
          yield* failsWith(callers.act(id, step(text)), "NothingToActOn")
        }
      })
    )

    test(
      "follows another script from the next recording that begins to listen",
      Effect.gen(function*() {
        const { callers, clock, id, operation, record } = yield* establishedCall("speak 120s")
        const first = yield* record({ maxRecordDurationInSeconds: 10 })
        yield* clock.advance(1_000)
        yield* callers.setScript(id, script("silence 60s"))
        const second = yield* record()
        yield* clock.advance(60_000)
        assert.strictEqual((yield* operation(first)).completionReason, "maxRecordDurationReached")
        assert.strictEqual((yield* operation(second)).completionReason, "initialSilenceTimeout")
      })
    )
  })
}
