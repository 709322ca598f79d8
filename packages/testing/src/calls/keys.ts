import { assert, describe } from "@effect/vitest"
import { parseNotifications } from "@recordop/core/calls"
import { Notifications } from "@recordop/emulator/ports/Notifications"
import { Effect, Result } from "effect"
import { callbackUri, callee, type CallsSuite, establishedCall, failsWith, prompt } from "./suite.ts"

const nothing = { clientContext: null }

/** The keys that a bot was told of, each with its number. */
const keysOf = Effect.fnUntraced(function*(id: Effect.Success<ReturnType<typeof establishedCall>>["id"]) {
  const notifications = yield* Notifications
  return (yield* notifications.list(id)).flatMap(({ body }) =>
    Result.getOrThrow(parseNotifications(body)).flatMap((told) =>
      told._tag === "toneReceived" ? [`${told.toneInfo.sequenceId} ${told.toneInfo.tone}`] : []
    )
  )
})

/** Keys that the caller presses, and what else is complete when it is answered. */
export const keys: CallsSuite = (test) => {
  describe("a key", () => {
    test(
      "is told of at any time once the bot has asked for that, with its place among those of the call",
      Effect.gen(function*() {
        const { act, calls, id } = yield* establishedCall()
        yield* act("tone 9")
        const operation = yield* calls.subscribeToTone(id, { clientContext: "c" })
        assert.deepInclude(operation, {
          "@odata.type": "#microsoft.graph.subscribeToToneOperation",
          status: "Completed",
          clientContext: "c"
        })
        assert.deepStrictEqual((yield* calls.operation({ callId: id, operationId: operation.id })).operation, operation)
        yield* act("tone 1")
        yield* calls.playPrompt(id, { prompts: [prompt], clientContext: null })
        yield* act("tone *")
        yield* calls.cancelMediaProcessing(id, nothing)
        yield* act("tone d")
        assert.deepStrictEqual(yield* keysOf(id), ["2 tone1", "3 star", "4 d"])
      })
    )

    test(
      "that ends a recording, by script or by hand, is told of before that, and once",
      Effect.gen(function*() {
        const { act, calls, clock, id, record, sent } = yield* establishedCall("speak 1s; tone 5; tone #")
        yield* calls.subscribeToTone(id, nothing)
        yield* record({ stopTones: ["#"], playBeep: false })
        yield* clock.advance("2 seconds")
        yield* record({ stopTones: ["1"] })
        yield* act("tone 1")
        yield* clock.advance("1 second")
        assert.deepStrictEqual(yield* keysOf(id), ["1 tone5", "2 pound", "3 tone1"])
        assert.deepStrictEqual((yield* sent).slice(4), [
          "updated call established",
          "updated call established",
          "deleted recordOperation stopToneDetected",
          "updated call established",
          "deleted recordOperation stopToneDetected"
        ])
      })
    )

    test(
      "that is pressed by hand before the recording listens is told of at once, and once",
      Effect.gen(function*() {
        const { act, calls, clock, id, operation, record } = yield* establishedCall()
        yield* calls.subscribeToTone(id, nothing)
        const operationId = yield* record({ stopTones: ["1"], maxRecordDurationInSeconds: 60 })
        yield* act("speak 1s")
        yield* act("tone 1")
        assert.deepStrictEqual(yield* keysOf(id), ["1 tone1"])
        yield* clock.advance("10 seconds")
        assert.deepInclude(yield* operation(operationId), { completionReason: "stopToneDetected" })
        assert.deepStrictEqual(yield* keysOf(id), ["1 tone1"])
      })
    )

    test(
      "goes unheard when nobody has asked, and is no fault of the caller",
      Effect.gen(function*() {
        const { act, clock, id, operation, record, sent } = yield* establishedCall()
        yield* act("tone #")
        const operationId = yield* record({ stopTones: ["#"], playBeep: false, maxRecordDurationInSeconds: 2 })
        yield* clock.advance("2 seconds")
        assert.deepInclude(yield* operation(operationId), { completionReason: "maxRecordDurationReached" })
        assert.deepStrictEqual(yield* keysOf(id), [])
        assert.deepStrictEqual((yield* sent).slice(4), ["deleted recordOperation maxRecordDurationReached"])
      })
    )
  })

  describe("sendDtmfTones", () => {
    test(
      "presses the keys one after another, in the queue, and tells the bot at the end",
      Effect.gen(function*() {
        const { calls, clock, id, sent } = yield* establishedCall()
        yield* calls.playPrompt(id, { prompts: [prompt], clientContext: null })
        const started = yield* calls.sendDtmfTones(id, {
          tones: ["tone1", "pound", "a"],
          delayBetweenTonesMs: 250,
          clientContext: "c"
        })
        assert.deepInclude(started, { status: "Running", clientContext: "c", completionReason: null })
        // The prompt takes two seconds, three keys 100 ms each, and the pauses between them 250 ms.
        yield* clock.advance("2799 millis")
        assert.deepStrictEqual((yield* sent).slice(4), ["deleted playPromptOperation completedSuccessfully"])
        yield* clock.advance("1 millis")
        assert.deepStrictEqual((yield* sent).slice(5), ["deleted sendDtmfTonesOperation completedSuccessfully"])
        const { operation } = yield* calls.operation({ callId: id, operationId: started.id })
        assert.deepInclude(operation, { status: "Completed", resultInfo: null })
        yield* calls.sendDtmfTones(id, { tones: ["tone1"], delayBetweenTonesMs: 0, clientContext: null })
        yield* calls.cancelMediaProcessing(id, nothing)
        assert.deepStrictEqual((yield* sent).slice(6), ["deleted sendDtmfTonesOperation mediaOperationCanceled"])
      })
    )
  })

  describe("mute, unmute and updateRecordingStatus", () => {
    test(
      "are complete when they are answered, and the bot is told of its roster",
      Effect.gen(function*() {
        const { calls, id, sent } = yield* establishedCall()
        const done = [
          yield* calls.mute(id, { clientContext: "m" }),
          yield* calls.unmute(id, nothing),
          yield* calls.updateRecordingStatus(id, { status: "recording", clientContext: null })
        ]
        assert.deepStrictEqual(done.map((operation) => [operation["@odata.type"], operation.status]), [
          ["#microsoft.graph.muteParticipantOperation", "Completed"],
          ["#microsoft.graph.unmuteParticipantOperation", "Completed"],
          ["#microsoft.graph.updateRecordingStatusOperation", "Completed"]
        ])
        for (const operation of done) {
          const kept = yield* calls.operation({ callId: id, operationId: operation.id })
          assert.deepStrictEqual(kept.operation, operation)
        }
        assert.deepStrictEqual((yield* sent).slice(4), ["updated participants 2", "updated participants 2"])
      })
    )

    test(
      "need a call that is established, and subscribeToTone media of the service",
      Effect.gen(function*() {
        const { calls, id } = yield* establishedCall(undefined, {
          mediaConfig: { "@odata.type": "#microsoft.graph.appHostedMediaConfig" }
        })
        yield* calls.mute(id, nothing)
        yield* failsWith(calls.subscribeToTone(id, nothing), "InvalidMediaMode")
        const early = yield* calls.create({ callbackUri, targets: [callee] })
        yield* failsWith(calls.mute(early.id, nothing), "CallNotEstablished")
        yield* failsWith(calls.subscribeToTone(early.id, nothing), "CallNotEstablished")
        yield* calls.end(id)
        yield* failsWith(calls.unmute(id, nothing), "CallNotFound")
      })
    )
  })
}
