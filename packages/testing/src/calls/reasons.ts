import { assert, describe } from "@effect/vitest"
import { RecordCompletionReason } from "@recordop/core"
import type { RecordResponseParameters } from "@recordop/core/calls"
import { outcomes } from "@recordop/emulator/model/recording/outcomes"
import { Effect } from "effect"
import { type CallsSuite, establishedCall, prompt } from "./suite.ts"

type Way = readonly [given: Partial<RecordResponseParameters>, script: string, milliseconds: number]

/** A way to each reason: what the bot asks for, what the caller does, and the milliseconds until the end. */
const ways: Readonly<Record<Exclude<RecordCompletionReason, "operationCanceled">, Way>> = {
  stopToneDetected: [{ stopTones: ["#", "1"] }, "speak 2s; tone 2; silence 1s; tone 1", 3_500],
  maxRecordDurationReached: [{ maxRecordDurationInSeconds: 120 }, "speak 3s; silence 4s; speak 120s", 120_500],
  initialSilenceTimeout: [{ initialSilenceTimeoutInSeconds: 3 }, "silence 10s; speak 1s", 3_500],
  maxSilenceTimeout: [
    { maxSilenceTimeoutInSeconds: 2, maxRecordDurationInSeconds: 60 },
    "speak 3s; silence 1s; speak 1s; silence 10s",
    7_500
  ],
  playPromptFailed: [{ prompts: [prompt] }, "fail prompt", 0],
  playBeepFailed: [{ prompts: [prompt] }, "speak 3s; fail beep", 2_000],
  mediaReceiveTimeout: [{}, "speak 2s; fail media", 2_500],
  unspecifiedError: [{}, "silence 1s; fail unspecified", 1_500]
}

/** Every reason for which a recording ends. */
export const reasons: CallsSuite = (test) => {
  describe("a recording ends with", () => {
    for (const reason of RecordCompletionReason.literals) {
      if (reason === "operationCanceled") continue
      const [given, text, milliseconds] = ways[reason]
      test(
        reason,
        Effect.gen(function*() {
          const { clock, operation, record, sent } = yield* establishedCall(text)
          const id = yield* record(given)
          if (milliseconds > 0) {
            yield* clock.advance(milliseconds - 1)
            assert.deepInclude(yield* operation(id), { status: "Running", completionReason: null })
          }
          yield* clock.advance(Math.min(milliseconds, 1))
          const ended = yield* operation(id)
          const { resultInfo, status } = outcomes[reason]
          assert.deepInclude(ended, { status, resultInfo, completionReason: reason })
          assert.strictEqual(ended.recordingLocation !== "", status === "Completed")
          assert.strictEqual(ended.recordingAccessToken !== "", status === "Completed")
          assert.deepStrictEqual((yield* sent).slice(4), [`deleted recordOperation ${reason}`])
        })
      )
    }

    test(
      "operationCanceled",
      Effect.gen(function*() {
        const { calls, clock, id, operation, record, sent } = yield* establishedCall()
        const operationId = yield* record({ clientContext: "mine" })
        yield* clock.advance(2_000)
        const cancelled = yield* calls.cancelMediaProcessing(id, { clientContext: "cancel" })
        assert.deepInclude(cancelled, { status: "Completed", clientContext: "cancel" })
        assert.deepInclude(yield* operation(operationId), {
          ...outcomes.operationCanceled,
          completionReason: "operationCanceled",
          clientContext: "mine",
          recordingLocation: "",
          recordingAccessToken: ""
        })
        assert.deepStrictEqual((yield* sent).slice(4), ["deleted recordOperation operationCanceled"])
      })
    )
  })
}
