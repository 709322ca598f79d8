import { assert, describe } from "@effect/vitest"
import { CallId } from "@recordop/core"
import { Calls } from "@recordop/core/calls"
import { Callers } from "@recordop/emulator/ports/Callers"
import { EmulatorClock } from "@recordop/emulator/ports/EmulatorClock"
import { Notifications } from "@recordop/emulator/ports/Notifications"
import { Effect, Schema, Struct } from "effect"
import { callId as seeded, unknownCallId } from "../Fixtures.ts"
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

/** From the creation of a call to its end. */
export const lifecycle: CallsSuite = (test) => {
  describe("a call", () => {
    test(
      "is establishing, and established one second later",
      Effect.gen(function*() {
        const calls = yield* Calls
        const clock = yield* EmulatorClock
        const created = yield* calls.create({ callbackUri, subject: "kept", targets: [callee] })
        assert.deepInclude(created, {
          "@odata.type": "#microsoft.graph.call",
          state: "establishing",
          direction: "outgoing",
          callbackUri,
          subject: "kept",
          targets: [callee]
        })
        yield* clock.advance(999)
        assert.strictEqual((yield* calls.get(created.id)).state, "establishing")
        yield* clock.advance(1)
        const established = yield* calls.get(created.id)
        assert.deepInclude(established, {
          ...Struct.omit(created, ["@odata.context"]),
          state: "established",
          mediaState: { "@odata.type": "#microsoft.graph.callMediaState", audio: "active" }
        })
        assert.deepStrictEqual(yield* sentTo(created.id), [
          "updated call establishing",
          "updated call established",
          "updated call established",
          "updated participants 2"
        ])
      })
    )

    test(
      "is gone when the bot ends it, and the bot is told",
      Effect.gen(function*() {
        const { calls, id, sent } = yield* establishedCall()
        yield* calls.end(id)
        yield* failsWith(calls.get(id), "CallNotFound")
        yield* failsWith(calls.end(id), "CallNotFound")
        yield* failsWith(calls.recordResponse(id, parameters()), "CallNotFound")
        assert.deepStrictEqual((yield* sent).slice(4), ["updated call terminating", "deleted call terminated"])
      })
    )

    test(
      "that ends while it is establishing is never established",
      Effect.gen(function*() {
        const calls = yield* Calls
        const clock = yield* EmulatorClock
        const { id } = yield* calls.create({ callbackUri, targets: [callee] })
        yield* calls.end(id)
        yield* clock.advance(5_000)
        assert.deepStrictEqual(yield* sentTo(id), [
          "updated call establishing",
          "updated call terminating",
          "deleted call terminated"
        ])
      })
    )

    test(
      "that is unknown is found by nobody",
      Effect.gen(function*() {
        const calls = yield* Calls
        const callers = yield* Callers
        yield* failsWith(calls.get(unknownCallId), "CallNotFound")
        yield* failsWith(calls.end(unknownCallId), "CallNotFound")
        yield* failsWith(callers.act(unknownCallId, { _tag: "HangUp" }), "CallNotFound")
        yield* failsWith(callers.setScript(unknownCallId, script("speak 1s")), "CallNotFound")
      })
    )

    test(
      "is found in any spelling of its id",
      Effect.gen(function*() {
        const { calls, clock, id, record } = yield* establishedCall()
        const operationId = yield* record()
        for (const spelling of [id.toUpperCase(), id.replaceAll("-", ""), id.replaceAll("-", "").toUpperCase()]) {
          const other = yield* Effect.orDie(Schema.decodeEffect(CallId)(spelling))
          assert.strictEqual((yield* calls.get(other)).id, id)
        }
        yield* clock.advance("6 seconds")
        assert.strictEqual((yield* calls.operation({ callId: id, operationId })).operation.status, "Completed")
      })
    )

    test(
      "that a store has because of its operations is established, and records without telling anybody",
      Effect.gen(function*() {
        const calls = yield* Calls
        const clock = yield* EmulatorClock
        const notifications = yield* Notifications
        assert.deepInclude(yield* calls.get(seeded), { id: seeded, state: "established", callbackUri: null })
        yield* calls.recordResponse(seeded, parameters())
        yield* clock.advance(60_000)
        assert.deepStrictEqual(yield* notifications.list(seeded), [])
      })
    )
  })
}
