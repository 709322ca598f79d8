import { assert, describe } from "@effect/vitest"
import { Notifications } from "@recordop/emulator/ports/Notifications"
import { Effect } from "effect"
import { type CallsSuite, failsWith, prompt } from "./suite.ts"
import { bot, other, withRoster } from "./withRoster.ts"

/** How a call goes on: it is transferred, not answered, not kept alive. */
export const phases: CallsSuite = (test) => {
  describe("a transfer", () => {
    test(
      "is accepted and ends the call, and what plays is cancelled",
      Effect.gen(function*() {
        const { calls, clock, id, sent } = yield* withRoster()
        yield* calls.playPrompt(id, { prompts: [prompt], clientContext: null })
        yield* calls.transfer(id, { transferTarget: other, clientContext: null })
        assert.strictEqual((yield* calls.get(id)).state, "transferring")
        yield* failsWith(calls.transfer(id, { transferTarget: other, clientContext: null }), "CallNotEstablished")
        yield* clock.advance("1 second")
        assert.strictEqual((yield* calls.get(id)).state, "transferAccepted")
        yield* clock.advance("1 second")
        yield* failsWith(calls.get(id), "CallNotFound")
        assert.deepStrictEqual((yield* sent).slice(4), [
          "deleted playPromptOperation mediaOperationCanceled",
          "updated call transferring",
          "updated call transferAccepted",
          "deleted call terminated"
        ])
      })
    )

    test(
      "after a consultation ends the call that it replaces too",
      Effect.gen(function*() {
        const consulted = yield* withRoster()
        const { calls, clock, id } = yield* withRoster()
        yield* calls.transfer(id, {
          transferTarget: { ...other, replacesCallId: consulted.id },
          clientContext: null
        })
        yield* clock.advance("2 seconds")
        yield* failsWith(calls.get(id), "CallNotFound")
        yield* failsWith(calls.get(consulted.id), "CallNotFound")
        const notifications = yield* Notifications
        const last = (yield* notifications.list(id)).at(-1)?.body.value[0]?.resourceData
        assert.include(JSON.stringify(last), "\"terminationReason\":\"AppTransferred\"")
      })
    )

    test(
      "that fails leaves the call as it was",
      Effect.gen(function*() {
        const { calls, clock, id, names, sent } = yield* withRoster({}, "fail transfer")
        yield* calls.transfer(id, { transferTarget: other, clientContext: null })
        yield* clock.advance("1 minute")
        assert.strictEqual((yield* calls.get(id)).state, "established")
        assert.deepStrictEqual(yield* names, ["Heidi", bot])
        assert.deepStrictEqual((yield* sent).slice(4), ["updated call transferring", "updated call established"])
        yield* calls.playPrompt(id, { prompts: [prompt], clientContext: null })
      })
    )
  })

  describe("a call that nobody answers", () => {
    test(
      "ends when it would have been established",
      Effect.gen(function*() {
        const { calls, id, sent } = yield* withRoster({}, "fail answer")
        yield* failsWith(calls.get(id), "CallNotFound")
        assert.deepStrictEqual(yield* sent, ["updated call establishing", "deleted call terminated"])
      })
    )
  })

  describe("a call that nobody keeps alive", () => {
    test(
      "ends after 45 minutes, counted from the last time that the bot said so",
      Effect.gen(function*() {
        const { calls, clock, id, sent } = yield* withRoster()
        yield* clock.advance("44 minutes")
        yield* calls.keepAlive(id)
        yield* clock.advance("2699999 millis")
        assert.strictEqual((yield* calls.get(id)).state, "established")
        yield* clock.advance("1 millis")
        yield* failsWith(calls.keepAlive(id), "CallNotFound")
        assert.strictEqual((yield* sent).at(-1), "deleted call terminated")
      })
    )
  })
}
