import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { createServer } from "node:http"
import { WaveFile } from "wavefile"
import { startBot, told } from "./bot.ts"
import { frozenServer } from "./frozen.ts"

/** A wave file of so many milliseconds, as Graph wants prompts to be unless told. */
const wav = (milliseconds: number, rate = 16_000, channels = 1) => {
  const samples = Array.from({ length: (rate * milliseconds) / 1_000 }, (_, index) => (index * 7) % 2_000)
  const file = new WaveFile()
  file.fromScratch(channels, rate, "16", channels === 1 ? samples : [samples, samples])
  return { bytes: Buffer.from(file.toBuffer()), samples }
}

/** Files by name on a port of their own until the scope ends; names the URL of each. */
const startFiles = (files: Readonly<Record<string, Buffer>>) =>
  Effect.map(
    Effect.acquireRelease(
      Effect.callback<{ readonly port: number; readonly close: () => void }>((resume) => {
        const server = createServer((request, response) => {
          const file = files[request.url?.slice(1) ?? ""]
          if (request.url === "/moved") response.writeHead(302, { Location: "/1.wav" }).end()
          else if (file === undefined) response.writeHead(404).end()
          else response.writeHead(200, { "Content-Type": "audio/wav" }).end(file)
        })
        server.listen(0, "127.0.0.1", () => {
          const address = server.address()
          const port = typeof address === "object" && address !== null ? address.port : 0
          resume(Effect.succeed({ port, close: () => void server.close() }))
        })
      }),
      ({ close }) => Effect.sync(close)
    ),
    ({ port }) => (name: string) => `http://localhost:${port}/${name}`
  )

const prompt = (uri: string) => ({
  "@odata.type": "#microsoft.graph.mediaPrompt",
  mediaInfo: { "@odata.type": "#microsoft.graph.mediaInfo", uri, resourceId: "D31C4A2B-0F1B-4C5A-8B1E-3C6E0F7D5A10" }
})

/** The samples of a wave file, channel by channel. */
const channelsOf = (bytes: ArrayBuffer) => {
  const samples: unknown = new WaveFile(new Uint8Array(bytes)).getSamples(false, Int16Array)
  return Array.isArray(samples)
    ? samples.map((channel: unknown) => channel instanceof Int16Array ? Array.from(channel) : [])
    : []
}

/** Whether there is anything between two milliseconds. */
const heard = (channel: ReadonlyArray<number>, from: number, to: number) =>
  channel.slice(from * 16, to * 16).some((sample) => sample !== 0)

const download = (url: string) => Effect.promise(() => fetch(url).then((response) => response.arrayBuffer()))

describe("prompts", () => {
  it.live("are listed with when they began and ended, and how", () =>
    Effect.scoped(Effect.gen(function*() {
      const { callbackUri } = yield* startBot()
      const { advance, establish, post, send } = yield* frozenServer()
      const { call, id } = yield* establish(callbackUri, "fail prompt")
      const { body: { id: played } } = yield* post(`${call}/playPrompt`, {
        prompts: [prompt("https://bot.example/1.wav"), prompt("https://bot.example/2.wav")]
      })
      yield* advance("PT3S")
      const { body: { value: [first, second] } } = yield* send("GET", `/_emulator/calls/${id}/prompts`)
      assert.deepInclude(first, {
        operationId: played,
        index: 0,
        uri: "https://bot.example/1.wav",
        outcome: "completed"
      })
      assert.strictEqual(Date.parse(first.endedAt) - Date.parse(first.startedAt), 2_000)
      assert.deepInclude(second, { index: 1, startedAt: first.endedAt })
      assert.notProperty(second, "outcome")
      yield* post(`${call}/cancelMediaProcessing`, {})
      yield* post(`${call}/recordResponse`, { prompts: [prompt("https://bot.example/3.wav")] })
      yield* advance("PT1S")
      const { body: { value: [, canceled, failed] } } = yield* send("GET", `/_emulator/calls/${id}/prompts`)
      assert.deepInclude(canceled, { index: 1, outcome: "canceled" })
      assert.deepInclude(failed, { uri: "https://bot.example/3.wav", outcome: "failed" })
    })))

  it.live("that are fetched last as long as they are, and are heard", () =>
    Effect.scoped(Effect.gen(function*() {
      const { callbackUri } = yield* startBot()
      const { bytes, samples } = wav(1_250)
      const urlOf = yield* startFiles({ "1.wav": bytes })
      const { advance, establish, post, send, url } = yield* frozenServer({ fetchPrompts: true })
      const { call, id } = yield* establish(callbackUri)
      const { body } = yield* post(`${call}/playPrompt`, { prompts: [prompt(urlOf("1.wav"))] })
      yield* advance("PT1.2S")
      assert.strictEqual((yield* send("GET", `${call}/operations/${body.id}`)).body.status, "Running")
      yield* advance("PT0.05S")
      assert.strictEqual((yield* send("GET", `${call}/operations/${body.id}`)).body.status, "Completed")
      const { body: { value: [{ soundId }] } } = yield* send("GET", `/_emulator/calls/${id}/prompts`)
      assert.deepStrictEqual(
        Buffer.from(yield* download(`${url}/_emulator/sounds/${soundId}`)).subarray(44),
        bytes.subarray(44)
      )
      // The call was made 1 s before.
      const [left = [], right = []] = channelsOf(yield* download(`${url}/_emulator/calls/${id}/audio`))
      assert.deepStrictEqual(left, samples)
      assert.isTrue(right.every((sample) => sample === 0))
    })))

  const unusable: ReadonlyArray<readonly [string, string, RegExp]> = [
    ["are not there", "none.wav", /none\.wav: the answer was 404/],
    ["are somewhere else", "moved", /moved: the answer was 302/],
    ["are no wave file", "text", /text: it is no wave file/],
    ["have another rate", "8k.wav", /is to be 16 kHz, 16 bit, mono, and has 8000 Hz/],
    ["have two channels", "stereo.wav", /2 channels/]
  ]
  for (const [what, name, message] of unusable) {
    it.live(`that ${what} fail, and say why`, () =>
      Effect.scoped(Effect.gen(function*() {
        const { callbackUri, received } = yield* startBot()
        const urlOf = yield* startFiles({
          "1.wav": wav(100).bytes,
          text: Buffer.from("hello"),
          "8k.wav": wav(100, 8_000).bytes,
          "stereo.wav": wav(100, 16_000, 2).bytes
        })
        const { advance, establish, post, send } = yield* frozenServer({ fetchPrompts: true })
        const { call } = yield* establish(callbackUri)
        const { body } = yield* post(`${call}/recordResponse`, { prompts: [prompt(urlOf(name))] })
        yield* advance("PT1S")
        const { body: ended } = yield* send("GET", `${call}/operations/${body.id}`)
        assert.strictEqual(ended.completionReason, "playPromptFailed")
        assert.match(ended.resultInfo.message, message)
        assert.include(told(received), "deleted recordOperation playPromptFailed")
      })))
  }

  it.live("are fetched from allowed hosts alone", () =>
    Effect.scoped(Effect.gen(function*() {
      const { callbackUri } = yield* startBot()
      const { advance, establish, post, send } = yield* frozenServer({ fetchPrompts: true })
      const { call } = yield* establish(callbackUri)
      const { body } = yield* post(`${call}/playPrompt`, { prompts: [prompt("http://192.0.2.1/1.wav")] })
      yield* advance("PT1S")
      const { body: ended } = yield* send("GET", `${call}/operations/${body.id}`)
      assert.match(ended.resultInfo.message, /the host is not allowed; --callback-allow allows it/)
    })))
})

describe("the audio of a call", () => {
  it.live("has the bot on the left and what was recorded of the caller on the right, in their time", () =>
    Effect.scoped(Effect.gen(function*() {
      const { callbackUri } = yield* startBot()
      const { advance, establish, post, send, url } = yield* frozenServer()
      const { call, id } = yield* establish(callbackUri, "silence 500ms; speak 1s; tone #")
      yield* post(`${call}/recordResponse`, {
        prompts: [prompt("https://bot.example/1.wav")],
        playBeep: false,
        stopTones: ["#"]
      })
      yield* advance("PT10S")
      const { body: { value } } = yield* send("GET", `/_emulator/calls/${id}/timeline`)
      const start = Date.parse(value[0].at)
      assert.deepStrictEqual(
        value.map(({ at, type }: { at: string; type: string }) => `${Date.parse(at) - start} ${type}`),
        [
          "0 callState",
          "0 promptStarted",
          "2000 promptEnded",
          "2000 recordingStarted",
          "3500 recordingEnded",
          "3500 tonePressed"
        ]
      )
      const [left = [], right = []] = channelsOf(yield* download(`${url}/_emulator/calls/${id}/audio`))
      assert.strictEqual(left.length, 160_000)
      assert.deepStrictEqual(
        [heard(left, 0, 2_000), heard(left, 2_000, 10_000)],
        [true, false]
      )
      assert.deepStrictEqual(
        [heard(right, 0, 2_500), heard(right, 2_500, 3_500), heard(right, 3_500, 10_000)],
        [false, true, false]
      )
    })))

  it.live("and the timeline of a call that is not there are 404", () =>
    Effect.scoped(Effect.gen(function*() {
      const { send } = yield* frozenServer()
      for (const part of ["timeline", "prompts", "audio"]) {
        assert.strictEqual((yield* send("GET", `/_emulator/calls/none/${part}`)).status, 404)
      }
    })))
})

describe("/_emulator/calls", () => {
  it.live("has the calls that stand and those that have ended, with their operations", () =>
    Effect.scoped(Effect.gen(function*() {
      const { callbackUri } = yield* startBot()
      const { advance, establish, post, send } = yield* frozenServer()
      const { call, id } = yield* establish(callbackUri, "speak 1s")
      const other = yield* establish(callbackUri)
      const { body: { id: recorded } } = yield* post(`${call}/recordResponse`, {})
      yield* advance("PT3S")
      yield* send("DELETE", call)
      const { body: { value } } = yield* send("GET", "/_emulator/calls")
      const [ended, stands] = [id, other.id].map((one) =>
        value.find(({ call: found }: { readonly call: { readonly id: string } }) => found.id === one)
      )
      assert.deepInclude(ended.call, { state: "terminated", callbackUri })
      assert.strictEqual(Date.parse(ended.endedAt) - Date.parse(ended.startedAt), 4_000)
      assert.strictEqual(stands.call.state, "established")
      assert.notProperty(stands, "endedAt")
      const { body: { value: operations } } = yield* send("GET", `/_emulator/calls/${id}/operations`)
      assert.deepStrictEqual(operations.map((one: { readonly id: string }) => one.id), [recorded])
      const { body: { value: requests } } = yield* send("GET", `/_emulator/requests?callId=${id}&method=GET`)
      assert.deepStrictEqual(requests, [])
    })))
})

describe("what was said in a recording that nothing is kept of", () => {
  it.live("is on the timeline and in the audio of the call", () =>
    Effect.scoped(Effect.gen(function*() {
      const { callbackUri } = yield* startBot()
      const { advance, establish, post, send, url } = yield* frozenServer()
      const { call, id } = yield* establish(callbackUri, "silence 1s; speak 5s")
      yield* post(`${call}/recordResponse`, { playBeep: false })
      yield* advance("PT3S")
      yield* post(`${call}/cancelMediaProcessing`, {})
      const { body: { value } } = yield* send("GET", `/_emulator/calls/${id}/timeline`)
      const ended = value.find(({ type }: { readonly type: string }) => type === "recordingEnded")
      assert.strictEqual(ended.sound, "-1000+2000")
      const [, right = []] = channelsOf(yield* download(`${url}/_emulator/calls/${id}/audio`))
      const from = (right.length / 16) - 3_000
      assert.isFalse(heard(right, 0, from + 990))
      assert.isTrue(heard(right, from + 1_010, from + 1_030))
      assert.isTrue(heard(right, from + 2_900, from + 2_990))
    })))
})

describe("the audio of a call of which nothing is known", () => {
  it.live("is not there, with a reason", () =>
    Effect.scoped(Effect.gen(function*() {
      const { send } = yield* frozenServer()
      yield* send("POST", "/v1.0/communications/calls/quiet/operations", {})
      const { body, status } = yield* send("GET", "/_emulator/calls/quiet/audio")
      assert.deepStrictEqual([status, body.error.code], [404, "NotFound"])
      assert.include(body.error.message, "Nothing is known")
    })))
})
