import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { establishedCall, layerFrozen, parameters, type Sent, summary } from "./simulated.ts"

const prompt = { mediaInfo: { uri: "https://cdn.contoso.com/beep.wav" } }

describe("a simulated call", () => {
  it.effect("is established one second after it was created, and the bot is told", () => {
    const sent: Sent = []
    return Effect.gen(function*() {
      const { calls, id } = yield* establishedCall()
      assert.strictEqual((yield* calls.get(id)).state, "established")
      assert.deepStrictEqual(sent.flatMap(summary), ["updated call establishing", "updated call established"])
    }).pipe(Effect.provide(layerFrozen(sent)))
  })

  it.effect("records until the maximum duration, and tells the bot", () => {
    const sent: Sent = []
    return Effect.gen(function*() {
      const { calls, clock, id, operations } = yield* establishedCall()
      const { operation } = yield* calls.recordResponse(id, parameters({ prompts: [prompt] }))
      assert.strictEqual(operation.status, "Running")
      yield* clock.advance(7_499)
      assert.strictEqual((yield* operations.get({ callId: id, operationId: operation.id })).operation.status, "Running")
      yield* clock.advance(1)
      const ended = yield* operations.get({ callId: id, operationId: operation.id })
      assert.deepInclude(ended.operation, {
        status: "Completed",
        completionReason: "maxRecordDurationReached",
        resultInfo: { code: 200, subcode: 8515, message: "Action completed, max record duration reached." }
      })
      assert.deepStrictEqual(sent.flatMap(summary).slice(2), ["deleted recordOperation maxRecordDurationReached"])
    }).pipe(Effect.provide(layerFrozen(sent)))
  })
})
