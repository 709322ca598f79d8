import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { WaveFile } from "wavefile"
import { startBot } from "./bot.ts"
import { frozenServer } from "./frozen.ts"

/** How long a voice waits until it is heard, in milliseconds. */
const delay = 200

/** Parts of a sine of 500 Hz, each of so many milliseconds, as one voice. */
const voice = (parts: ReadonlyArray<number>) => {
  let at = 0
  return parts.map((milliseconds) => {
    const first = at
    at += milliseconds * 16
    return Array.from(
      { length: milliseconds * 16 },
      (_, index) => Math.round(9_000 * Math.sin(((first + index) * Math.PI) / 16 + 0.1))
    )
  })
}

const silence = (milliseconds: number) => Array.from({ length: milliseconds * 16 }, () => 0)

const wav = (samples: ReadonlyArray<number>) => {
  const file = new WaveFile()
  file.fromScratch(1, 16_000, "16", Array.from(samples))
  return Buffer.from(file.toBuffer())
}

/** A call in which somebody can be recorded and can speak, on a clock that stands. */
const callWithVoice = Effect.fnUntraced(function*(script = "silence 1h") {
  const { callbackUri } = yield* startBot()
  const server = yield* frozenServer()
  const { call, id } = yield* server.establish(callbackUri, script)
  const speak = (samples: ReadonlyArray<number>) =>
    Effect.promise(async () => {
      const response = await fetch(`${server.url}/_emulator/calls/${id}/caller/voice`, {
        method: "POST",
        headers: { "Content-Type": "audio/wav" },
        body: wav(samples)
      })
      return { status: response.status, text: await response.text() }
    })
  const put = (name: string, samples: ReadonlyArray<number>) =>
    Effect.promise(() => fetch(`${server.url}/_emulator/sounds/${name}`, { method: "PUT", body: wav(samples) }))
  const record = (more: object = {}) =>
    server.post(`${call}/recordResponse`, { playBeep: false, maxSilenceTimeoutInSeconds: 2, stopTones: ["#"], ...more })
  const act = (step: string) => server.post(`/_emulator/calls/${id}/caller`, { step })
  const press = (tone: string) => act(`tone ${tone}`)
  /** What was recorded, and why that ended. */
  const recorded = Effect.fnUntraced(function*() {
    const { body: { value: [operation] } } = yield* server.send("GET", `${call}/operations`)
    const { completionReason, recordingAccessToken, recordingLocation } = operation
    const bytes = yield* Effect.promise(() =>
      fetch(String(recordingLocation), { headers: { Authorization: `Bearer ${String(recordingAccessToken)}` } })
        .then((response) => response.arrayBuffer())
    )
    return { completionReason, samples: Array.from(new Int16Array(bytes.slice(44))) }
  })
  return { ...server, speak, put, record, act, press, recorded }
})

describe("the voice of a caller", () => {
  it.live("is recorded as it comes, part after part, without a gap", () =>
    Effect.scoped(Effect.gen(function*() {
      const { advance, press, record, recorded, speak } = yield* callWithVoice()
      const parts = voice([200, 200, 160])
      yield* record()
      for (const part of parts) {
        assert.strictEqual((yield* speak(part)).status, 204)
        yield* advance("PT0.2S")
      }
      yield* advance("PT0.5S")
      yield* press("#")
      const { completionReason, samples } = yield* recorded()
      assert.strictEqual(completionReason, "stopToneDetected")
      assert.deepStrictEqual(samples, [...silence(delay), ...parts.flat(), ...silence(1_100 - delay - 560)])
    })))

  it.live("ends a recording by its silence", () =>
    Effect.scoped(Effect.gen(function*() {
      const { advance, record, recorded, speak } = yield* callWithVoice()
      const [spoken = []] = voice([200])
      yield* record()
      yield* speak(spoken)
      for (let part = 0; part < 12; part++) {
        yield* advance("PT0.2S")
        yield* speak(silence(200))
      }
      yield* advance("PT1S")
      const { completionReason, samples } = yield* recorded()
      assert.strictEqual(completionReason, "maxSilenceTimeout")
      assert.strictEqual(samples.length, (delay + 200 + 2_000) * 16)
    })))

  it.live("is heard by nobody before a recording listens, and after", () =>
    Effect.scoped(Effect.gen(function*() {
      const { advance, press, record, recorded, speak } = yield* callWithVoice()
      const [spoken = []] = voice([400])
      assert.strictEqual((yield* speak(spoken)).status, 204)
      yield* record({ initialSilenceTimeoutInSeconds: 30, playBeep: true })
      assert.strictEqual((yield* speak(spoken)).status, 204)
      yield* advance("PT5S")
      yield* press("#")
      const { completionReason, samples } = yield* recorded()
      assert.strictEqual(completionReason, "stopToneDetected")
      assert.isAbove(samples.length, 16_000)
      assert.isTrue(samples.every((sample) => sample === 0))
    })))

  it.live.each(["voice", "file"])(
    "takes the place of what they say by the script: %s",
    (kind) =>
      Effect.scoped(Effect.gen(function*() {
        const { act, advance, press, put, record, recorded, speak } = yield* callWithVoice("speak 30s")
        const [spoken = []] = voice([400])
        const samples = [...silence(600), ...spoken]
        yield* put("file", samples)
        yield* record()
        yield* advance("PT1S")
        yield* kind === "voice" ? speak(samples) : act("play \"file\"")
        yield* advance("PT2S")
        yield* press("#")
        const { samples: heard } = yield* recorded()
        const start = 1_600 + (kind === "voice" ? delay : 0)
        assert.isTrue(heard.slice(16, 1_000 * 16).some((sample) => sample !== 0))
        assert.isTrue(heard.slice(1_000 * 16, start * 16).every((sample) => sample === 0))
        assert.deepStrictEqual(heard.slice(start * 16, (start + 400) * 16), spoken)
      }))
  )

  it.live("is refused when more than ten seconds of it wait", () =>
    Effect.scoped(Effect.gen(function*() {
      const { record, speak } = yield* callWithVoice()
      const [spoken = []] = voice([6_000])
      yield* record({ maxRecordDurationInSeconds: 60 })
      assert.strictEqual((yield* speak(spoken)).status, 204)
      assert.strictEqual((yield* speak(spoken)).status, 204)
      const refused = yield* speak(spoken)
      assert.strictEqual(refused.status, 409)
      assert.match(refused.text, /More than 10 s of the voice wait to be heard: the clock does not keep up\./u)
    })))
})
