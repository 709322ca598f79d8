import { assert, describe } from "@effect/vitest"
import { Effect } from "effect"
import { type CallsSuite, establishedCall, prompt } from "./suite.ts"

/** What plays, records and waits. */
export const queue: CallsSuite = (test) => {
  describe("media operations", () => {
    test(
      "run one after another",
      Effect.gen(function*() {
        const { calls, clock, id, operation, record, sent } = yield* establishedCall()
        const first = yield* record()
        yield* calls.playPrompt(id, { prompts: [prompt, prompt], clientContext: null })
        const second = yield* record({ playBeep: false })
        assert.strictEqual((yield* operation(second)).status, "Running")
        yield* clock.advance(5_500)
        assert.strictEqual((yield* operation(first)).status, "Completed")
        yield* clock.advance(8_999)
        assert.strictEqual((yield* operation(second)).status, "Running")
        yield* clock.advance(1)
        assert.strictEqual((yield* operation(second)).status, "Completed")
        assert.deepStrictEqual((yield* sent).slice(2), [
          "deleted recordOperation maxRecordDurationReached",
          "deleted playPromptOperation completed",
          "deleted recordOperation maxRecordDurationReached"
        ])
      })
    )

    test(
      "are interrupted by a recording that may barge in",
      Effect.gen(function*() {
        const { calls, clock, id, operation, record, sent } = yield* establishedCall()
        yield* calls.playPrompt(id, { prompts: [prompt], clientContext: null })
        const waiting = yield* record()
        const barging = yield* record({ bargeInAllowed: true })
        assert.strictEqual((yield* operation(waiting)).completionReason, "operationCanceled")
        yield* clock.advance(5_500)
        assert.strictEqual((yield* operation(barging)).completionReason, "maxRecordDurationReached")
        assert.deepStrictEqual((yield* sent).slice(2), [
          "deleted playPromptOperation failed",
          "deleted recordOperation operationCanceled",
          "deleted recordOperation maxRecordDurationReached"
        ])
      })
    )

    test(
      "are all cancelled by cancelMediaProcessing, in their order",
      Effect.gen(function*() {
        const { calls, clock, id, operation, record, sent } = yield* establishedCall()
        const first = yield* record()
        yield* calls.playPrompt(id, { prompts: [prompt], clientContext: null })
        const last = yield* record()
        yield* clock.advance(2_000)
        yield* calls.cancelMediaProcessing(id, { clientContext: null })
        assert.strictEqual((yield* operation(first)).completionReason, "operationCanceled")
        assert.strictEqual((yield* operation(last)).completionReason, "operationCanceled")
        assert.deepStrictEqual((yield* sent).slice(2), [
          "deleted recordOperation operationCanceled",
          "deleted playPromptOperation failed",
          "deleted recordOperation operationCanceled"
        ])
      })
    )

    test(
      "end when somebody ends their operation: the next one begins, and the bot is told what became of it",
      Effect.gen(function*() {
        const { clock, id, operation, operations, record, sent } = yield* establishedCall()
        const first = yield* record()
        const second = yield* record()
        yield* clock.advance(1_000)
        yield* operations.update({ callId: id, operationId: first }, { status: "Failed", note: "by hand" })
        yield* clock.advance(5_499)
        assert.strictEqual((yield* operation(second)).status, "Running")
        yield* clock.advance(1)
        assert.strictEqual((yield* operation(second)).status, "Completed")
        assert.deepInclude(yield* operation(first), { status: "Failed", completionReason: null, note: "by hand" })
        assert.deepStrictEqual((yield* sent).slice(2), [
          "deleted recordOperation failed",
          "deleted recordOperation maxRecordDurationReached"
        ])
      })
    )

    test(
      "end without a word when somebody deletes their operation",
      Effect.gen(function*() {
        const { clock, id, operations, record, sent } = yield* establishedCall()
        const first = yield* record()
        yield* clock.advance(1_000)
        yield* operations.delete({ callId: id, operationId: first })
        yield* clock.advance(60_000)
        assert.strictEqual(yield* operations.count(id), 0)
        assert.deepStrictEqual((yield* sent).slice(2), [])
      })
    )

    test(
      "keep what somebody else changes of their operation",
      Effect.gen(function*() {
        const { clock, id, operation, operations, record } = yield* establishedCall()
        const first = yield* record({ clientContext: "before" })
        yield* operations.update({ callId: id, operationId: first }, { clientContext: "after", status: "NotStarted" })
        yield* clock.advance(5_500)
        assert.deepInclude(yield* operation(first), { clientContext: "after", status: "Completed" })
      })
    )
  })
}
