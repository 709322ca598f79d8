import { assert, describe } from "@effect/vitest"
import { Events } from "@recordop/emulator/ports/Events"
import { Effect, Stream } from "effect"
import { type CallsSuite, establishedCall, script, stepsOf } from "./suite.ts"

const promptNamed = (name: string) => ({ mediaInfo: { uri: `https://cdn.contoso.com/sounds/${name}` } })

const playing = (...names: ReadonlyArray<string>) => ({ prompts: names.map(promptNamed), clientContext: null })

/** Scripts of a whole call. */
export const story: CallsSuite = (test) => {
  describe("a script of a whole call", () => {
    test(
      "waits for prompts and recordings, and expects the bot to hang up",
      Effect.gen(function*() {
        const { calls, clock, id, operation, record } = yield* establishedCall(
          "when prompt welcome.wav ends: tone 2; when recording: speak 3s; tone #; expect hang up within 3s"
        )
        yield* calls.subscribeToTone(id, { clientContext: null })
        yield* clock.advance("1 second")
        yield* calls.playPrompt(id, playing("other.wav", "welcome.wav"))
        yield* clock.advance("4 seconds")
        const recording = yield* record({ stopTones: ["#"], maxRecordDurationInSeconds: 60 })
        yield* clock.advance("4 seconds")
        assert.strictEqual((yield* operation(recording)).completionReason, "stopToneDetected")
        yield* clock.advance("1 second")
        yield* calls.end(id)
        const steps = yield* stepsOf(id)
        // The recording listens half a second after its beep began; the bot hangs up 1.5 s after the key.
        assert.deepStrictEqual(steps, [
          "passed",
          "1 done 5000",
          "2 done",
          "3 done 500",
          "4 done",
          "5 done",
          "6 done 1500"
        ])
      })
    )

    test(
      "fails when the bot does not do in time what is expected, says when, and goes on",
      Effect.gen(function*() {
        const events = yield* Events
        const { events: feed } = yield* events.subscribe()
        const { calls, callers, clock, id } = yield* establishedCall(
          "expect prompt goodbye.wav within 10s; tone 1; when recording within 1s: tone 2"
        )
        yield* clock.advance("9999 millis")
        assert.deepStrictEqual(yield* stepsOf(id), ["open", "1 underWay", "2 toCome", "3 toCome", "4 toCome"])
        yield* clock.advance("1 millis")
        assert.deepStrictEqual(yield* stepsOf(id), ["failed", "1 failed 10000", "2 done", "3 underWay", "4 toCome"])
        yield* clock.advance("1 second")
        assert.deepStrictEqual(yield* stepsOf(id), [
          "failed",
          "1 failed 10000",
          "2 done",
          "3 failed 1000",
          "4 notReached"
        ])
        yield* calls.end(id)
        const { timeline } = yield* callers.script(id)
        assert.deepStrictEqual(timeline.map(({ what }) => what).filter((what) => what.startsWith("failed")), [
          "failed: expect prompt goodbye.wav within 10s",
          "failed: when recording within 1s:"
        ])
        const told = yield* feed.pipe(
          Stream.filter(({ event }) => event._tag === "Script"),
          Stream.take(2),
          Stream.runCollect
        )
        assert.deepInclude(told[0]?.event, {
          _tag: "Script",
          callId: id,
          step: 1,
          text: "expect prompt goodbye.wav within 10s",
          isMet: false,
          milliseconds: 10_000
        })
      }).pipe(Effect.scoped)
    )

    test(
      "fails with what it still expects when the call ends, and not with what it only waits for",
      Effect.gen(function*() {
        const { act, clock, id } = yield* establishedCall(
          "when prompt: tone 1; expect hang up; expect recording within 3s"
        )
        yield* clock.advance("2 seconds")
        yield* act("hang up")
        assert.deepStrictEqual(yield* stepsOf(id), [
          "failed",
          "1 notReached",
          "2 notReached",
          "3 failed 0",
          "4 failed 0"
        ])
      })
    )

    test(
      "takes what is so already for what it waits for",
      Effect.gen(function*() {
        const { callers, calls, clock, id } = yield* establishedCall()
        yield* calls.playPrompt(id, playing("a.wav"))
        yield* callers.setScript(
          id,
          script("when established: silence 1s; expect prompt a.wav; expect transfer within 5s")
        )
        yield* clock.advance("1 second")
        assert.deepStrictEqual(yield* stepsOf(id), ["open", "1 done 0", "2 done", "3 done 0", "4 underWay"])
        yield* calls.transfer(id, { transferTarget: { identity: { user: { id: "1" } } }, clientContext: null })
        assert.deepStrictEqual(yield* stepsOf(id), ["passed", "1 done 0", "2 done", "3 done 0", "4 done 0"])
      })
    )

    test(
      "is heard by every recording that listens while the caller speaks",
      Effect.gen(function*() {
        const { clock, operation, record } = yield* establishedCall("when recording: speak 10s")
        const first = yield* record({ playBeep: false, maxRecordDurationInSeconds: 3 })
        const second = yield* record({ playBeep: false, maxRecordDurationInSeconds: 60 })
        yield* clock.advance("1 minute")
        assert.strictEqual((yield* operation(first)).completionReason, "maxRecordDurationReached")
        assert.strictEqual((yield* operation(second)).completionReason, "maxSilenceTimeout")
      })
    )

    test(
      "brings people into the call and out of it",
      Effect.gen(function*() {
        const { clock, sent } = yield* establishedCall(
          "when established: silence 1s; join Alice; mute Alice; silence 1s; leave Alice"
        )
        yield* clock.advance("5 seconds")
        assert.deepStrictEqual((yield* sent).slice(4), [
          "updated participants 3",
          "updated participants 3",
          "updated participants 2"
        ])
      })
    )

    test(
      "is one in which others come and go, though nothing is waited for, and is told of when it is over",
      Effect.gen(function*() {
        const events = yield* Events
        const { events: feed } = yield* events.subscribe()
        const { callers, clock, id, sent } = yield* establishedCall("join Alice; silence 1s; leave Alice")
        assert.deepInclude(yield* callers.script(id), { follows: "call", result: "open" })
        yield* clock.advance("1 second")
        assert.deepStrictEqual((yield* sent).slice(4), ["updated participants 3", "updated participants 2"])
        const over = yield* feed.pipe(
          Stream.filter(({ event }) => event._tag === "ScriptOver"),
          Stream.take(1),
          Stream.runCollect
        )
        assert.deepStrictEqual(over[0]?.event, { _tag: "ScriptOver", callId: id, result: "passed" })
      }).pipe(Effect.scoped)
    )

    test(
      "does not do what waits for something that did not come in time, and goes on behind it",
      Effect.gen(function*() {
        const { clock, id } = yield* establishedCall(
          "when prompt within 1s: when recording: join Alice; silence 1s; when established: tone 1"
        )
        yield* clock.advance("5 seconds")
        assert.deepStrictEqual(yield* stepsOf(id), [
          "failed",
          "1 failed 1000",
          "2 notReached",
          "3 notReached",
          "4 done",
          "5 done 0",
          "6 done"
        ])
      })
    )

    test(
      "waits for the call to be established again after a transfer that fails",
      Effect.gen(function*() {
        const { calls, clock, id } = yield* establishedCall(
          "fail transfer; expect transfer within 5s; when established: tone 1"
        )
        yield* calls.transfer(id, { transferTarget: { identity: { user: { id: "1" } } }, clientContext: null })
        assert.deepStrictEqual(yield* stepsOf(id), ["open", "1 done", "2 done 0", "3 underWay", "4 toCome"])
        yield* clock.advance("1 second")
        assert.deepStrictEqual(yield* stepsOf(id), ["passed", "1 done", "2 done 0", "3 done 1000", "4 done"])
      })
    )

    test(
      "is met once by each thing that happens: what is expected twice has to come twice",
      Effect.gen(function*() {
        const { calls, clock, id } = yield* establishedCall(
          "expect prompt a.wav; expect prompt a.wav ends; expect prompt a.wav ends; expect prompt b.wav"
        )
        yield* calls.playPrompt(id, playing("a.wav", "b.wav"))
        yield* clock.advance("10 seconds")
        assert.deepStrictEqual(yield* stepsOf(id), ["open", "1 done 0", "2 done 2000", "3 underWay", "4 toCome"])
        yield* calls.playPrompt(id, playing("a.wav"))
        yield* clock.advance("2 seconds")
        assert.deepStrictEqual(yield* stepsOf(id), ["open", "1 done 0", "2 done 2000", "3 done 10000", "4 underWay"])
      })
    )
  })
}
