import { assert, describe, it } from "@effect/vitest"
import { CallId, OperationId, RecordOperations } from "@recordop/core"
import { Calls } from "@recordop/core/calls"
import { defaultEmulatorSettings, layerEmulator } from "@recordop/emulator/engine/Emulator"
import type { Notification } from "@recordop/emulator/model/Notification"
import { EmulatorClock } from "@recordop/emulator/ports/EmulatorClock"
import { Notifications } from "@recordop/emulator/ports/Notifications"
import { NotificationSender } from "@recordop/emulator/ports/NotificationSender"
import { Recordings } from "@recordop/emulator/ports/Recordings"
import { emptySeed } from "@recordop/emulator/protocol/Seed"
import { Store } from "@recordop/emulator/Store"
import { layerSqlite } from "@recordop/storage"
import { temporaryFile } from "@recordop/testing/temporaryFile"
import { Effect, Layer } from "effect"
import { copyFileSync } from "node:fs"
import release from "./fixtures/release-0.1.0.json" with { type: "json" }

/*
 * `fixtures/release-0.1.0.db` was written by release 0.1.0, with a clock that stands, and calls in every state: their ids
 * are beside it. Every later release has to read it.
 */

/** The emulator on a copy of the file; the bot takes everything and remembers what it got. */
const emulator = Effect.gen(function*() {
  const file = yield* temporaryFile
  copyFileSync(`${import.meta.dirname}/fixtures/release-0.1.0.db`, file)
  const sent: Array<Notification> = []
  const layerBot = Layer.succeed(NotificationSender, {
    send: (notification) =>
      Effect.sync(() => {
        sent.push(notification)
        return { status: 202 }
      })
  })
  const layer = layerEmulator({ ...defaultEmulatorSettings, clock: { mode: "frozen" } }).pipe(
    Layer.provide(layerBot),
    Layer.provideMerge(layerSqlite(file, emptySeed)),
    Layer.orDie
  )
  return { context: yield* Layer.build(layer), sent, file }
})

const call = (name: "done" | "prompting" | "beeping" | "listening" | "waiting" | "playing" | "held" | "hungUp") =>
  CallId.make(release[name])

const key = (name: Parameters<typeof call>[0], operation: keyof typeof release) => ({
  callId: call(name),
  operationId: OperationId.make(String(release[operation]))
})

describe("a database file of release 0.1.0", () => {
  it.effect("has its calls, operations, recordings and notifications, and sets nothing aside", () =>
    Effect.gen(function*() {
      const { context } = yield* emulator
      yield* Effect.gen(function*() {
        const calls = yield* Calls
        const operations = yield* RecordOperations
        const recordings = yield* Recordings
        const notifications = yield* Notifications
        const store = yield* Store
        const clock = yield* EmulatorClock
        assert.strictEqual((yield* clock.get).now, Date.parse(release.now))
        assert.deepInclude(yield* calls.get(call("listening")), { state: "established", subject: "kept" })
        assert.deepInclude(yield* calls.get(CallId.make(release.establishing)), { state: "establishing" })
        assert.strictEqual((yield* Effect.flip(calls.get(call("hungUp"))))._tag, "CallNotFound")
        const done = yield* operations.get(key("done", "doneOperation"))
        assert.deepInclude(done.operation, { status: "Completed", completionReason: "stopToneDetected" })
        const { recordingAccessToken } = done.operation
        assert.strictEqual(
          yield* recordings.find(key("done", "doneOperation"), recordingAccessToken ?? ""),
          "+3000-1000"
        )
        const playing = yield* calls.operation(key("playing", "playingOperation"))
        assert.deepInclude(playing.operation, {
          "@odata.type": "#microsoft.graph.playPromptOperation",
          status: "Running"
        })
        assert.strictEqual((yield* notifications.list()).length, release.notifications)
        assert.deepStrictEqual(yield* store.setAside, [])
        const seeded = yield* operations.list(CallId.make("57dab8b1-894c-409a-b240-bd8beae78896"))
        assert.deepStrictEqual(seeded.items.map(({ operation }) => operation["note"]), [undefined, {
          deep: [1, null, "x"]
        }])
      }).pipe(Effect.provideContext(context))
    }))

  it.effect("goes on where it stood: callers go on speaking, queues go on, bots are told", () =>
    Effect.gen(function*() {
      const { context, sent } = yield* emulator
      yield* Effect.gen(function*() {
        const calls = yield* Calls
        const clock = yield* EmulatorClock
        const end = (name: Parameters<typeof call>[0], operation: keyof typeof release) =>
          Effect.map(
            calls.operation(key(name, operation)),
            ({ operation }) => "completionReason" in operation ? operation.completionReason : operation.status
          )
        // The script was "speak 4s; silence 1s; speak 2s; tone #", and the recording listened for five and a half seconds.
        yield* clock.advance("1499 millis")
        assert.strictEqual(yield* end("listening", "listeningOperation"), null)
        yield* clock.advance("1 millis")
        assert.strictEqual(yield* end("listening", "listeningOperation"), "stopToneDetected")
        // Two prompts of two seconds each, of which a second and a half are over.
        assert.strictEqual(yield* end("playing", "playingOperation"), "Running")
        yield* clock.advance("2500 millis")
        assert.strictEqual(yield* end("playing", "playingOperation"), "completedSuccessfully")
        // What was told by hand before the recording listens: speak 1s, then tone #.
        assert.strictEqual(yield* end("held", "heldOperation"), "stopToneDetected")
        yield* clock.advance("3 minutes")
        assert.strictEqual(yield* end("prompting", "promptingOperation"), "maxRecordDurationReached")
        assert.strictEqual(yield* end("beeping", "beepingOperation"), "maxRecordDurationReached")
        assert.strictEqual(yield* end("waiting", "waitingOperation"), "maxRecordDurationReached")
        assert.strictEqual(yield* end("waiting", "promptOperation"), "completedSuccessfully")
        assert.include(yield* calls.get(CallId.make(release.establishing)), { state: "established" })
        const waiting = sent.filter(({ callId }) => callId === call("waiting")).map(({ body }) =>
          body.value.flatMap(({ resourceData }) => [resourceData].flat().map((data) => data["@odata.type"]))[0]
        )
        assert.deepStrictEqual(waiting, ["#microsoft.graph.recordOperation", "#microsoft.graph.playPromptOperation"])
        assert.strictEqual(sent[0]?.callId, release.establishing)
      }).pipe(Effect.provideContext(context))
    }))
})
