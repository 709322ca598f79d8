import { assert, describe } from "@effect/vitest"
import { type AnswerParameters, Calls } from "@recordop/core/calls"
import { Callers } from "@recordop/emulator/ports/Callers"
import { EmulatorClock } from "@recordop/emulator/ports/EmulatorClock"
import { Notifications } from "@recordop/emulator/ports/Notifications"
import { Effect } from "effect"
import { unknownCallId } from "../Fixtures.ts"
import {
  callbackUri,
  callee,
  type CallsSuite,
  establishedCall,
  failsWith,
  parameters,
  script,
  sentTo
} from "./suite.ts"

const answer: AnswerParameters = {
  mediaConfig: { "@odata.type": "#microsoft.graph.serviceHostedMediaConfig" },
  acceptedModalities: ["audio"]
}

/** A call that has come in, and what can be done with it. */
const ringingCall = Effect.fnUntraced(function*(text?: string) {
  const calls = yield* Calls
  const callers = yield* Callers
  const clock = yield* EmulatorClock
  const { id } = yield* callers.callBot({ callbackUri, ...(text === undefined ? {} : { script: script(text) }) })
  return { id, calls, callers, clock, sent: sentTo(id) }
})

/** Calls that somebody makes to a bot. */
export const incoming: CallsSuite = (test) => {
  describe("an incoming call", () => {
    test(
      "waits for the bot, which is told who calls",
      Effect.gen(function*() {
        const callers = yield* Callers
        const calls = yield* Calls
        const call = yield* callers.callBot({
          callbackUri,
          from: { phone: { id: "+15551234" } },
          to: { application: { id: "2891555a-92ff-42e6-80fa-6e1300c6b5c6" } },
          tenantId: "632899f8-2ea1-4604-8413-27bd2892079f"
        })
        assert.deepInclude(call, { state: "incoming", direction: "incoming", callbackUri })
        assert.deepInclude(yield* calls.get(call.id), { ...call })
        const notifications = yield* Notifications
        const [told] = yield* notifications.list(call.id)
        const [notification] = told?.body.value ?? []
        assert.isDefined(notification)
        assert.strictEqual(notification.changeType, "created")
        const data = [notification.resourceData].flat()[0]
        assert.deepStrictEqual(Object.keys(data ?? {}), [
          "@odata.type",
          "state",
          "direction",
          "callbackUri",
          "source",
          "targets",
          "requestedModalities",
          "tenantId",
          "myParticipantId",
          "callChainId",
          "incomingContext",
          "id"
        ])
        assert.deepInclude(data, { id: call.id, tenantId: "632899f8-2ea1-4604-8413-27bd2892079f" })
        assert.strictEqual(JSON.stringify(data).split("+15551234").length, 2)
      })
    )

    test(
      "is established after the answer, told of where that says, and records",
      Effect.gen(function*() {
        const { calls, clock, id, sent } = yield* ringingCall("speak 3s; tone #")
        const elsewhere = "http://localhost:9/elsewhere"
        yield* clock.advance("14999 millis")
        yield* calls.answer(id, { ...answer, callbackUri: elsewhere })
        assert.strictEqual((yield* calls.get(id)).state, "establishing")
        yield* clock.advance("1 second")
        assert.deepInclude(yield* calls.get(id), { state: "established", callbackUri: elsewhere })
        const { operation } = yield* calls.recordResponse(id, parameters({ stopTones: ["#"] }))
        yield* clock.advance("10 seconds")
        assert.deepInclude((yield* calls.operation({ callId: id, operationId: operation.id })).operation, {
          completionReason: "stopToneDetected"
        })
        assert.deepStrictEqual(yield* sent, [
          "created call incoming",
          "updated call establishing",
          "updated call established",
          "updated call established",
          "updated participants 2",
          "deleted recordOperation stopToneDetected"
        ])
      })
    )

    test(
      "ends when the bot rejects it, when nobody answers, and when the caller or the bot hangs up",
      Effect.gen(function*() {
        const rejected = yield* ringingCall()
        yield* rejected.calls.reject(rejected.id, { reason: "busy" })
        const unanswered = yield* ringingCall()
        const left = yield* ringingCall()
        yield* left.callers.act(left.id, { _tag: "HangUp" })
        const ended = yield* ringingCall()
        yield* ended.calls.end(ended.id)
        yield* unanswered.clock.advance("14999 millis")
        assert.strictEqual((yield* unanswered.calls.get(unanswered.id)).state, "incoming")
        yield* unanswered.clock.advance("1 millis")
        const redirected = yield* ringingCall()
        yield* redirected.calls.redirect(redirected.id, { targets: [callee] })
        for (const { calls, id, sent } of [rejected, unanswered, left, ended, redirected]) {
          yield* failsWith(calls.get(id), "CallNotFound")
          yield* failsWith(calls.answer(id, answer), "CallNotFound")
          const told = yield* sent
          assert.strictEqual(told[0], "created call incoming")
          assert.strictEqual(told.at(-1), "deleted call terminated")
        }
        assert.strictEqual((yield* ended.sent)[1], "updated call terminating")
      })
    )

    test(
      "can be answered and rejected once, and neither plays nor records before",
      Effect.gen(function*() {
        const { calls, id } = yield* ringingCall()
        yield* failsWith(calls.recordResponse(id, parameters()), "CallNotEstablished")
        yield* calls.answer(id, answer)
        yield* failsWith(calls.answer(id, answer), "CallNotIncoming")
        yield* failsWith(calls.reject(id, { reason: "none" }), "CallNotIncoming")
        yield* failsWith(calls.redirect(id, { targets: [callee] }), "CallNotIncoming")
        const outgoing = yield* establishedCall()
        yield* failsWith(outgoing.calls.answer(outgoing.id, answer), "CallNotIncoming")
        yield* failsWith(calls.answer(unknownCallId, answer), "CallNotFound")
      })
    )

    test(
      "needs somebody who is told of it",
      Effect.gen(function*() {
        const callers = yield* Callers
        yield* failsWith(callers.callBot({}), "NoWebhook")
      })
    )
  })

  describe("keepAlive", () => {
    test(
      "is taken while the call stands",
      Effect.gen(function*() {
        const { calls, id } = yield* establishedCall()
        yield* calls.keepAlive(id)
        yield* calls.end(id)
        yield* failsWith(calls.keepAlive(id), "CallNotFound")
      })
    )
  })
}
