import { assert, describe, it } from "@effect/vitest"
import { RecordCompletionReason } from "@recordop/core"
import { callId } from "@recordop/testing/Fixtures"
import { Effect } from "effect"
import { startBot, told } from "./bot.ts"
import { frozenServer } from "./frozen.ts"
import { stores } from "./stores.ts"

const prompts = [{ "@odata.type": "#microsoft.graph.mediaPrompt", mediaInfo: { uri: "https://cdn.contoso.com/a.wav" } }]

interface Way {
  readonly body: object
  readonly script: string
  /** What the operation and the notification say at the end. */
  readonly status: "Completed" | "Failed"
  readonly code: number
  readonly subcode: number
  /** The length of the recording; 0 when there is none. */
  readonly milliseconds: number
}

const completed = { status: "Completed", code: 200 } as const
const failed = (code: number, subcode: number) => ({ status: "Failed", code, subcode, milliseconds: 0 }) as const

const ways: Readonly<Record<RecordCompletionReason, Way>> = {
  operationCanceled: { body: {}, script: "speak 1s; hang up", ...failed(400, 8508) },
  stopToneDetected: {
    body: { stopTones: ["#"], maxRecordDurationInSeconds: 60, prompts },
    script: "silence 500ms; speak 2s; tone #",
    ...completed,
    subcode: 8514,
    milliseconds: 2_500
  },
  maxRecordDurationReached: { body: {}, script: "speak 120s", ...completed, subcode: 8515, milliseconds: 5_000 },
  initialSilenceTimeout: { body: {}, script: "silence 6s; speak 1s", ...failed(400, 8510) },
  maxSilenceTimeout: {
    body: { maxSilenceTimeoutInSeconds: 2, maxRecordDurationInSeconds: 30 },
    script: "speak 3s; silence 10s",
    ...completed,
    subcode: 8509,
    milliseconds: 5_000
  },
  playPromptFailed: { body: { prompts }, script: "fail prompt", ...failed(500, 8511) },
  playBeepFailed: { body: {}, script: "fail beep", ...failed(500, 8512) },
  mediaReceiveTimeout: { body: {}, script: "speak 1s; fail media", ...failed(500, 8513) },
  unspecifiedError: { body: {}, script: "speak 1s; fail unspecified", ...failed(500, 9999) }
}

describe.each(stores)("recordResponse, from the request to the recording (on %s)", (_, makeStore) => {
  it.live.each(RecordCompletionReason.literals)("ends with %s", (reason) =>
    Effect.gen(function*() {
      const { body, code, milliseconds, script, status, subcode } = ways[reason]
      const bot = yield* startBot()
      const { advance, establish, post, send } = yield* frozenServer({}, makeStore())
      const { call } = yield* establish(bot.callbackUri, script)
      const started = yield* post(`${call}/recordResponse`, { ...body, clientContext: "mine" })
      assert.strictEqual(started.status, 200)
      assert.deepInclude(started.body, {
        "@odata.type": "#microsoft.graph.recordOperation",
        status: "Running",
        resultInfo: null,
        clientContext: "mine",
        recordingLocation: null
      })
      yield* advance("PT2M")

      const { body: operation } = yield* send("GET", String(started.headers.get("Location")))
      assert.deepInclude(operation, { id: started.body.id, status, completionReason: reason, clientContext: "mine" })
      assert.deepInclude(operation.resultInfo, { code, subcode })

      assert.include(told(bot.received), `deleted recordOperation ${reason}`)
      const notified = bot.received.flatMap(({ body }) => body.value)
        .find(({ resourceData }) => resourceData["id"] === started.body.id)?.resourceData
      assert.isDefined(notified)
      const { "@odata.context": _, "@odata.etag": __, ...rest } = operation
      assert.deepInclude(notified, {
        ...rest,
        status: status.toLowerCase(),
        resultInfo: { "@odata.type": "#microsoft.graph.resultInfo", ...operation.resultInfo }
      })

      if (milliseconds === 0) {
        assert.deepStrictEqual([operation.recordingLocation, operation.recordingAccessToken], ["", ""])
        return
      }
      const wav = yield* Effect.promise(() =>
        fetch(operation.recordingLocation, {
          headers: { Authorization: `Bearer ${operation.recordingAccessToken}` }
        }).then((response) => response.bytes())
      )
      assert.strictEqual(wav.length, 44 + milliseconds * 32)
    }))

  it.live("is the same on both versions, under both names of the calls and with the namespace", () =>
    Effect.gen(function*() {
      const bot = yield* startBot()
      const { establish, post } = yield* frozenServer({}, makeStore())
      const { id } = yield* establish(bot.callbackUri)
      for (const path of ["v1.0/communications", "beta/communications", "v1.0/app", "beta/app"]) {
        for (const action of ["recordResponse", "microsoft.graph.recordResponse"]) {
          const { body, status } = yield* post(`/${path}/calls/${id.toUpperCase()}/${action}`, {})
          assert.deepStrictEqual([status, body.status], [200, "Running"])
        }
      }
    }))
})

describe.each(stores)("the other actions (on %s)", (_, makeStore) => {
  it.live("playPrompt plays, and tells the bot", () =>
    Effect.gen(function*() {
      const bot = yield* startBot()
      const { advance, establish, post } = yield* frozenServer({ promptDuration: 4_000 }, makeStore())
      const { call } = yield* establish(bot.callbackUri)
      const { body, headers, status } = yield* post(`${call}/microsoft.graph.playPrompt`, {
        prompts,
        clientContext: "c"
      })
      assert.strictEqual(status, 200)
      assert.deepInclude(body, {
        "@odata.type": "#microsoft.graph.playPromptOperation",
        status: "Running",
        clientContext: "c"
      })
      assert.isTrue(String(headers.get("Location")).endsWith(`${call}/operations/${body.id}`))
      yield* advance("PT3.9S")
      assert.strictEqual(bot.received.length, 4)
      yield* advance("PT0.1S")
      const [ended] = bot.received[4]?.body.value ?? []
      assert.deepInclude(ended?.resourceData, {
        id: body.id,
        status: "completed",
        resultInfo: {
          "@odata.type": "#microsoft.graph.resultInfo",
          code: 200,
          subcode: 0,
          message: "Action completed successfully."
        }
      })
    }))

  it.live("cancelMediaProcessing answers with a completed operation", () =>
    Effect.gen(function*() {
      const bot = yield* startBot()
      const { advance, establish, post } = yield* frozenServer({ statusCasing: "docs" }, makeStore())
      const { call } = yield* establish(bot.callbackUri)
      yield* post(`${call}/recordResponse`, {})
      const { body, status } = yield* post(`${call}/cancelMediaProcessing`, { clientContext: "c" })
      assert.strictEqual(status, 200)
      assert.deepInclude(body, {
        "@odata.type": "#microsoft.graph.cancelMediaProcessingOperation",
        status: "completed",
        clientContext: "c"
      })
      yield* advance("PT0S")
      assert.deepStrictEqual(told(bot.received).slice(4), ["deleted recordOperation operationCanceled"])
    }))

  it.live("notifications spell status as told", () =>
    Effect.gen(function*() {
      const bot = yield* startBot()
      const { advance, establish, post } = yield* frozenServer({ notificationCasing: "csdl" }, makeStore())
      const { call } = yield* establish(bot.callbackUri)
      yield* post(`${call}/recordResponse`, {})
      yield* advance("PT1M")
      assert.strictEqual(bot.received[4]?.body.value[0]?.resourceData["status"], "Completed")
    }))
})

describe.each(stores)("a reset (on %s)", (_, makeStore) => {
  it.live("leaves nothing of the script that a call had before", () =>
    Effect.gen(function*() {
      const { post, send, advance } = yield* frozenServer({}, makeStore())
      const call = `/v1.0/communications/calls/${callId}`
      const reasonWith = Effect.fnUntraced(function*(script: string) {
        yield* send("PUT", `/_emulator/calls/${callId}/caller`, { script })
        const { body: { id } } = yield* post(`${call}/recordResponse`, { stopTones: ["#"] })
        yield* advance("PT10S")
        return (yield* send("GET", `${call}/operations/${id}`)).body.completionReason
      })
      assert.strictEqual(yield* reasonWith("speak 1s; tone #"), "stopToneDetected")
      yield* post("/_emulator/reset", {})
      assert.strictEqual(yield* reasonWith("silence 10s"), "initialSilenceTimeout")
    }))
})
