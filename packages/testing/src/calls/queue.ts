import { assert, describe } from "@effect/vitest"
import { RecordOperations } from "@recordop/core"
import { Calls } from "@recordop/core/calls"
import { EmulatorClock } from "@recordop/emulator/ports/EmulatorClock"
import { Effect } from "effect"
import { callId } from "../Fixtures.ts"
import { type CallsSuite, establishedCall, failsWith, parameters, prompt } from "./suite.ts"

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
        assert.deepStrictEqual((yield* sent).slice(4), [
          "deleted recordOperation maxRecordDurationReached",
          "deleted playPromptOperation completedSuccessfully",
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
        assert.deepStrictEqual((yield* sent).slice(4), [
          "deleted playPromptOperation mediaOperationCanceled",
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
        assert.deepStrictEqual((yield* sent).slice(4), [
          "deleted recordOperation operationCanceled",
          "deleted playPromptOperation mediaOperationCanceled",
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
        assert.deepStrictEqual((yield* sent).slice(4), [
          "deleted recordOperation failed",
          "deleted recordOperation maxRecordDurationReached"
        ])
      })
    )

    test(
      "wait no more when somebody ends their operation, in a call that nobody is told of too",
      Effect.gen(function*() {
        const calls = yield* Calls
        const clock = yield* EmulatorClock
        const operations = yield* RecordOperations
        const record = Effect.map(
          calls.recordResponse(callId, parameters({ playBeep: false, maxRecordDurationInSeconds: 2 })),
          ({ operation }) => ({ callId, operationId: operation.id })
        )
        const first = yield* record
        const waiting = yield* record
        const last = yield* record
        const { version } = yield* operations.update(waiting, { status: "Failed" })
        yield* clock.advance("3999 millis")
        assert.deepInclude((yield* operations.get(first)).operation, { completionReason: "maxRecordDurationReached" })
        assert.deepInclude((yield* operations.get(last)).operation, { status: "Running" })
        yield* clock.advance("1 millis")
        assert.deepInclude((yield* operations.get(last)).operation, { completionReason: "maxRecordDurationReached" })
        assert.deepInclude(yield* operations.get(waiting), { version })
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
        assert.deepStrictEqual((yield* sent).slice(4), [])
      })
    )

    test(
      "begin when somebody deletes what is before them",
      Effect.gen(function*() {
        const { clock, id, operation, operations, record } = yield* establishedCall()
        const first = yield* record({ maxRecordDurationInSeconds: 60 })
        const second = yield* record({ playBeep: false })
        yield* clock.advance(1_000)
        yield* operations.delete({ callId: id, operationId: first })
        yield* clock.advance(4_999)
        assert.strictEqual((yield* operation(second)).status, "Running")
        yield* clock.advance(1)
        assert.strictEqual((yield* operation(second)).completionReason, "maxRecordDurationReached")
      })
    )

    test(
      "are found by the id that they were answered with, whatever their kind",
      Effect.gen(function*() {
        const { calls, clock, id } = yield* establishedCall()
        const played = yield* calls.playPrompt(id, { prompts: [prompt], clientContext: "p" })
        const key = { callId: id, operationId: played.id }
        assert.deepStrictEqual((yield* calls.operation(key)).operation, played)
        yield* clock.advance(2_000)
        assert.deepInclude((yield* calls.operation(key)).operation, { status: "Completed", clientContext: "p" })
        const cancelled = yield* calls.cancelMediaProcessing(id, { clientContext: "c" })
        assert.deepStrictEqual(
          (yield* calls.operation({ callId: id, operationId: cancelled.id })).operation,
          cancelled
        )
        yield* calls.end(id)
        assert.strictEqual((yield* calls.operation(key)).operation.id, played.id)
      })
    )

    test(
      "of another kind can be deleted, but not updated",
      Effect.gen(function*() {
        const { calls, id, operations } = yield* establishedCall()
        const { id: operationId } = yield* calls.playPrompt(id, { prompts: [prompt], clientContext: null })
        const key = { callId: id, operationId }
        yield* failsWith(operations.update(key, { status: "Failed" }), "InvalidRequest")
        yield* operations.delete(key)
        yield* failsWith(calls.operation(key), "OperationNotFound")
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
