import { assert, describe } from "@effect/vitest"
import { Calls } from "@recordop/core/calls"
import { Effect } from "effect"
import { callbackUri, callee, type CallsSuite, establishedCall, failsWith, parameters, prompt } from "./suite.ts"

/** What the actions answer and refuse. */
export const actions: CallsSuite = (test) => {
  describe("an action", () => {
    test(
      "of recordResponse answers with the running operation",
      Effect.gen(function*() {
        const { calls, id, operations } = yield* establishedCall()
        const { operation, version } = yield* calls.recordResponse(id, parameters({ clientContext: "mine" }))
        assert.deepInclude(operation, {
          status: "Running",
          clientContext: "mine",
          resultInfo: null,
          recordingLocation: null,
          completionReason: null
        })
        assert.deepStrictEqual(yield* operations.list(id), { items: [{ operation, version }] })
      })
    )

    test(
      "of playPrompt answers with an operation that is none of the recordings",
      Effect.gen(function*() {
        const { calls, id, operations } = yield* establishedCall()
        const operation = yield* calls.playPrompt(id, { prompts: [prompt], clientContext: "mine" })
        assert.deepInclude(operation, { status: "Running", clientContext: "mine", resultInfo: null })
        assert.strictEqual(yield* operations.count(id), 0)
      })
    )

    test(
      "needs a call that is established",
      Effect.gen(function*() {
        const calls = yield* Calls
        const { id } = yield* calls.create({ callbackUri, targets: [callee] })
        yield* failsWith(calls.recordResponse(id, parameters()), "CallNotEstablished")
        yield* failsWith(calls.playPrompt(id, { prompts: [prompt], clientContext: null }), "CallNotEstablished")
        yield* failsWith(calls.cancelMediaProcessing(id, { clientContext: null }), "CallNotEstablished")
      })
    )

    test(
      "needs a call whose media the service hosts",
      Effect.gen(function*() {
        const mediaConfig = { "@odata.type": "#microsoft.graph.appHostedMediaConfig", blob: "x" }
        const { calls, id } = yield* establishedCall(undefined, { mediaConfig })
        yield* failsWith(calls.recordResponse(id, parameters()), "InvalidMediaMode")
      })
    )
  })
}
