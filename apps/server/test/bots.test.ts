import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { type Received, startBot, told } from "./bot.ts"
import { frozenServer } from "./frozen.ts"
import { stores } from "./stores.ts"

type Server = Effect.Success<ReturnType<typeof frozenServer>>

const callIdIn = ({ body }: Received): string => body.value[0]?.resourceUrl.split("/")[3] ?? ""

const dataOf = ({ body }: Received): Readonly<Record<string, unknown>> => body.value[0]?.resourceData ?? {}

const request = (method: string, url: string, body?: object): Promise<Response> =>
  fetch(url, {
    method,
    headers: { "Content-Type": "application/json", Authorization: "Bearer a-token" },
    body: body === undefined ? null : JSON.stringify(body)
  })

const calls = ({ url }: Server): string => `${url}/v1.0/communications/calls`

/** What C# bots on the stateless SDK send: names of actions with their namespace, `$id`, types everywhere. */
const answerOfSdk = (callbackUri: string) => ({
  $id: "1",
  "@odata.type": "#microsoft.graph.callAnswerRequestBody",
  callbackUri,
  acceptedModalities: ["audio"],
  mediaConfig: { "@odata.type": "#microsoft.graph.serviceHostedMediaConfig", preFetchMedia: [] }
})

describe.each(stores)("the sequence of a bot (on %s)", (_, makeStore) => {
  it.live("that answers, plays a prompt, records when that is over, and hangs up after the recording", () =>
    Effect.gen(function*() {
      const server = yield* frozenServer({}, makeStore())
      const answers: Array<number> = []
      const act = async (method: string, url: string, body?: object) => {
        const { status } = await request(method, url, body)
        answers.push(status)
      }
      const bot = yield* startBot((response, _, received) => {
        const call = `${calls(server)}/${callIdIn(received)}`
        const { "@odata.type": type, mediaState, state, status } = dataOf(received)
        const media = {
          clientContext: callIdIn(received),
          prompts: [{ mediaInfo: { uri: "https://example.com/a.wav" } }]
        }
        const action = (): Promise<void> => {
          if (state === "incoming") return act("POST", `${call}/microsoft.graph.answer`, answerOfSdk(bot.callbackUri))
          if (mediaState !== undefined) return act("POST", `${call}/microsoft.graph.playPrompt`, media)
          if (type === "#microsoft.graph.playPromptOperation" && status === "completed") {
            return act("POST", `${call}/microsoft.graph.recordResponse`, { ...media, stopTones: ["#"], playBeep: true })
          }
          return type === "#microsoft.graph.recordOperation" ? act("DELETE", call) : Promise.resolve()
        }
        void action().then(() => response.writeHead(202).end(), () => response.destroy())
      })
      const { body, status } = yield* server.post("/_emulator/incomingCalls", {
        callbackUri: bot.callbackUri,
        script: "speak 2s; tone #"
      })
      assert.strictEqual(status, 201)
      yield* server.advance("PT1M")
      assert.deepStrictEqual(answers, [202, 200, 200, 204])
      assert.deepStrictEqual(told(bot.received), [
        "created call incoming",
        "updated call establishing",
        "updated call established",
        "updated call established",
        "updated participants 2",
        "deleted playPromptOperation completedSuccessfully",
        "deleted recordOperation stopToneDetected",
        "updated call terminating",
        "deleted call terminated"
      ])
      assert.strictEqual((yield* server.send("GET", `${calls(server)}/${body.id}`)).status, 404)
    }))

  it.live("that takes the id of an incoming call from resourceData, and keeps the call alive", () =>
    Effect.gen(function*() {
      const server = yield* frozenServer({}, makeStore())
      const bot = yield* startBot((response, _, received) => {
        const { id, state } = dataOf(received)
        const answer = { callbackUri: bot.callbackUri, mediaConfig: {}, acceptedModalities: ["audio"] }
        const action = state === "incoming"
          ? request("POST", `${calls(server)}/${String(id)}/answer`, answer)
          : Promise.resolve()
        void action.then(() => response.writeHead(200).end(), () => response.destroy())
      })
      const { body } = yield* server.post("/_emulator/incomingCalls", { callbackUri: bot.callbackUri })
      yield* server.advance("PT10M")
      const kept = yield* server.post(`/v1.0/communications/calls/${body.id}/keepAlive`, undefined)
      assert.deepStrictEqual([kept.status, kept.body], [200, {}])
      assert.strictEqual((yield* server.send("GET", `${calls(server)}/${body.id}`)).body.state, "established")
    }))

  it.live("that is told of calls at one place, and of a call that it has answered at another", () =>
    Effect.gen(function*() {
      const server = yield* frozenServer({}, makeStore())
      const answered = yield* startBot()
      const webhook = yield* startBot((response, _, received) => {
        const answer = answerOfSdk(answered.callbackUri)
        void request("POST", `${calls(server)}/${callIdIn(received)}/answer`, answer).then(
          () => response.writeHead(202).end(),
          () => response.destroy()
        )
      })
      yield* server.post("/_emulator/incomingCalls", { callbackUri: webhook.callbackUri })
      yield* server.advance("PT5S")
      assert.deepStrictEqual(told(webhook.received), ["created call incoming"])
      assert.deepStrictEqual(told(answered.received), [
        "updated call establishing",
        "updated call established",
        "updated call established",
        "updated participants 2"
      ])
    }))

  it.live("that answers 204 to the first request and takes no call: the caller gives up", () =>
    Effect.gen(function*() {
      const server = yield* frozenServer({}, makeStore())
      const bot = yield* startBot((response) => void response.writeHead(204).end())
      yield* server.post("/_emulator/incomingCalls", { callbackUri: bot.callbackUri })
      yield* server.advance("PT14.999S")
      assert.deepStrictEqual(told(bot.received), ["created call incoming"])
      yield* server.advance("PT0.001S")
      assert.deepStrictEqual(told(bot.received), ["created call incoming", "deleted call terminated"])
    }))

  it.live("that calls, waits for its media, and records one answer after another", () =>
    Effect.gen(function*() {
      const server = yield* frozenServer({ callerScript: [{ _tag: "Speak", milliseconds: 60_000 }] }, makeStore())
      const bot = yield* startBot((response, _, received) => {
        const { "@odata.type": type, mediaState } = dataOf(received)
        const goesOn = mediaState !== undefined || type === "#microsoft.graph.recordOperation"
        const chunk = { maxRecordDurationInSeconds: 20, playBeep: false, clientContext: "chunk" }
        const action = goesOn
          ? request("POST", `${calls(server)}/${callIdIn(received)}/recordResponse`, chunk)
          : Promise.resolve()
        void action.then(() => response.writeHead(200).end(), () => response.destroy())
      })
      yield* server.post("/v1.0/communications/calls", {
        callbackUri: bot.callbackUri,
        direction: "outgoing",
        requestedModalities: ["audio"],
        targets: [{ identity: { user: { id: "112f7296-5fa4-42ca-bae8-6a692b15d4b8" } } }],
        mediaConfig: { "@odata.type": "#microsoft.graph.serviceHostedMediaConfig", preFetchMedia: [] }
      })
      yield* server.advance("PT1M2S")
      assert.deepStrictEqual(told(bot.received).slice(4), [
        "deleted recordOperation maxRecordDurationReached",
        "deleted recordOperation maxRecordDurationReached",
        "deleted recordOperation maxRecordDurationReached"
      ])
    }))
})

describe.each(stores)("a menu (on %s)", (_, makeStore) => {
  it.live("that asks for keys and acts on each of them", () =>
    Effect.gen(function*() {
      const server = yield* frozenServer({}, makeStore())
      const bot = yield* startBot((response, _, received) => {
        const call = `${calls(server)}/${callIdIn(received)}`
        const { mediaState, state, toneInfo } = dataOf(received)
        const action = (): Promise<unknown> => {
          if (state === "incoming") return request("POST", `${call}/answer`, answerOfSdk(bot.callbackUri))
          if (mediaState !== undefined) return request("POST", `${call}/microsoft.graph.subscribeToTone`)
          return toneInfo === undefined ? Promise.resolve() : request("DELETE", call)
        }
        void action().then(() => response.writeHead(200).end(), () => response.destroy())
      })
      const { body: { id } } = yield* server.post("/_emulator/incomingCalls", { callbackUri: bot.callbackUri })
      yield* server.advance("PT5S")
      assert.strictEqual((yield* server.post(`/_emulator/calls/${id}/caller`, { step: "tone 1" })).status, 204)
      yield* server.advance("PT1S")
      const tone = bot.received.map(dataOf).find(({ toneInfo }) => toneInfo !== undefined)
      assert.deepStrictEqual(
        JSON.stringify(tone),
        JSON.stringify({
          "@odata.type": "#microsoft.graph.call",
          state: "established",
          toneInfo: { "@odata.type": "#microsoft.graph.toneInfo", sequenceId: 1, tone: "tone1" }
        })
      )
      assert.strictEqual(told(bot.received).at(-1), "deleted call terminated")
    }))

  it.live("takes actions without a body, and says where the operation is", () =>
    Effect.gen(function*() {
      const server = yield* frozenServer({}, makeStore())
      const { call } = yield* server.establish("http://localhost:9/callback")
      for (const action of ["mute", "unmute", "subscribeToTone", "cancelMediaProcessing"]) {
        const { body, headers, status } = yield* server.post(`${call}/${action}`, undefined)
        assert.deepStrictEqual([status, body.status, body.clientContext], [200, "Completed", null], action)
        assert.strictEqual((yield* server.send("GET", String(headers.get("Location")))).body.id, body.id)
      }
      const recording = yield* server.post(`${call}/updateRecordingStatus`, { status: "recording", clientContext: "c" })
      assert.deepInclude(recording.body, {
        "@odata.type": "#microsoft.graph.updateRecordingStatusOperation",
        status: "Completed",
        clientContext: "c"
      })
      for (
        const [action, body] of [
          ["updateRecordingStatus", { status: "on" }],
          ["sendDtmfTones", { tones: [] }],
          ["sendDtmfTones", { tones: ["7"] }],
          ["mute", { media: true }]
        ] as const
      ) {
        const refused = yield* server.post(`${call}/${action}`, body)
        assert.deepStrictEqual([refused.status, refused.body.error.code], [400, "8523"], JSON.stringify(body))
      }
      const pressed = yield* server.post(`${call}/sendDtmfTones`, { tones: ["Tone1", "STAR"], clientContext: "c" })
      assert.deepInclude(pressed.body, { status: "Running", clientContext: "c", completionReason: null })
    }))
})

describe("incoming calls over HTTP", () => {
  const webhook = "http://localhost:9/api/calls"

  it.live("reach the webhook of the server when they do not say where", () =>
    Effect.gen(function*() {
      const server = yield* frozenServer({ webhook })
      const { body, headers, status } = yield* server.post("/_emulator/incomingCalls", {
        from: { phone: { id: "+1555" } }
      })
      assert.strictEqual(status, 201)
      assert.deepInclude(body, { state: "incoming", callbackUri: webhook })
      assert.strictEqual(headers.get("Location"), `${calls(server)}/${body.id}`)
    }))

  it.live.each<readonly [string, object, number, RegExp]>([
    ["nobody listens", {}, 409, /--webhook/],
    ["the host is not allowed", { callbackUri: "http://example.com/" }, 400, /callback-allow/],
    ["the URL is none", { callbackUri: "here" }, 400, /callbackUri.*http or https URL/],
    ["a name is unknown", { callbackUri: webhook, form: {} }, 400, /form/],
    ["the script is none", { callbackUri: webhook, script: "shout" }, 400, /script.*expected speak/s]
  ])("are refused when %s", ([, body, status, message]) =>
    Effect.gen(function*() {
      const server = yield* frozenServer()
      const answer = yield* server.post("/_emulator/incomingCalls", body)
      assert.strictEqual(answer.status, status)
      assert.match(answer.body.error.message, message)
    }))

  it.live.each<readonly [string, string, object, number, string, RegExp]>([
    ["without mediaConfig", "answer", {}, 400, "8523", /mediaConfig/],
    [
      "with a callback that is not allowed",
      "answer",
      { mediaConfig: {}, callbackUri: "http://example.com" },
      400,
      "8523",
      /callback-allow/
    ],
    ["with an unknown parameter", "answer", { mediaConfig: {}, media: {} }, 400, "8523", /media/],
    ["by a redirection to nobody", "redirect", { targets: [] }, 400, "8523", /at least one target/],
    ["by a redirection that is too short", "redirect", { targets: [{}], timeout: 14 }, 400, "8523", /15 to 90/],
    ["with a reason that there is not", "reject", { reason: "tired" }, 400, "8523", /none, busy, forbidden/]
  ])("refuse an answer %s, and still wait", ([, action, body, status, code, message]) =>
    Effect.gen(function*() {
      const server = yield* frozenServer({ webhook })
      const { body: call } = yield* server.post("/_emulator/incomingCalls", {})
      const path = `/v1.0/communications/calls/${call.id}`
      const refused = yield* server.post(`${path}/${action}`, body)
      assert.strictEqual(refused.status, status)
      assert.strictEqual(refused.body.error.code, code)
      assert.match(refused.body.error.message, message)
      assert.strictEqual((yield* server.send("GET", path)).body.state, "incoming")
      const answered = yield* server.post(`${path}/ANSWER`, { MediaConfig: {}, callbackUri: null })
      assert.deepStrictEqual([answered.status, answered.body], [202, {}])
      const again = yield* server.post(`${path}/reject`, {})
      assert.deepStrictEqual([again.status, again.body.error.code], [400, "8585"])
    }))

  it.live("are told of as the pages of Graph show when that is wanted", () =>
    Effect.gen(function*() {
      const server = yield* frozenServer({ webhook, notificationForm: "docs" })
      yield* server.post("/_emulator/incomingCalls", {})
      const [{ body }] = yield* server.notifications
      assert.deepStrictEqual(Object.keys(body.value[0]), ["@odata.type", "changeType", "resourceUrl", "resourceData"])
    }))
})
