import { assert, describe, it } from "@effect/vitest"
import { type Emulator, startEmulator } from "recordop"
import { WaveFile } from "wavefile"

/** A wave file: a tone of 440 Hz where the parts say so, and silence elsewhere; times are in milliseconds. */
const wav = (rate: number, ...parts: ReadonlyArray<readonly [isTone: boolean, milliseconds: number]>) => {
  const samples = parts.flatMap(([isTone, milliseconds]) =>
    Array.from(
      { length: (rate * milliseconds) / 1_000 },
      (_, index) => isTone ? Math.round(16_000 * Math.sin((2 * Math.PI * 440 * index) / rate)) : 0
    )
  )
  const file = new WaveFile()
  file.fromScratch(1, rate, "16", samples)
  return { bytes: Uint8Array.from(file.toBuffer()), samples }
}

const put = (emulator: Emulator, name: string, body: Uint8Array<ArrayBuffer>) =>
  fetch(`${emulator.url}/_emulator/sounds/${name}`, { method: "PUT", headers: { "Content-Type": "audio/wav" }, body })

const send = async (emulator: Emulator, method: string, path: string, body: object) => {
  const headers = { "Content-Type": "application/json" }
  const response = await fetch(emulator.url + path, { method, headers, body: JSON.stringify(body) })
  const text = await response.text()
  return text === "" ? {} : JSON.parse(text)
}

/** What is recorded of a caller who follows a script. */
const record = async (emulator: Emulator, script: string, parameters: object) => {
  const { id } = await send(emulator, "POST", "/v1.0/communications/calls", {
    callbackUri: "http://localhost:9/callback",
    targets: [{ identity: { user: { id: "1" } } }]
  })
  await emulator.clock.advance("2s")
  const refused = await send(emulator, "PUT", `/_emulator/calls/${id}/caller`, { script })
  const path = `/v1.0/communications/calls/${id}`
  const started = await send(emulator, "POST", `${path}/recordResponse`, { playBeep: false, ...parameters })
  await emulator.clock.advance("60s")
  const operation = await fetch(`${emulator.url}${path}/operations/${started.id}`).then((response) => response.json())
  const response = await fetch(operation.recordingLocation, {
    headers: { Authorization: `Bearer ${operation.recordingAccessToken}` }
  })
  const bytes = await response.arrayBuffer()
  return { refused, operation, samples: new Int16Array(bytes.slice(44)) }
}

describe("a sound file", () => {
  it("is what is recorded of a caller who plays it, sample by sample", async () => {
    await using emulator = await startEmulator({ clock: "frozen" })
    const { bytes, samples } = wav(16_000, [true, 1_000], [false, 600], [true, 400])
    assert.deepInclude(await (await put(emulator, "hello.wav", bytes)).json(), {
      name: "hello.wav",
      milliseconds: 2_000,
      sound: "+1000-600+400"
    })
    const recorded = await record(emulator, "play hello.wav; tone #", { stopTones: ["#"] })
    assert.strictEqual(recorded.operation.completionReason, "stopToneDetected")
    assert.deepStrictEqual(recorded.samples, Int16Array.from(samples))
  })

  it("ends a recording by the silence that is in it", async () => {
    await using emulator = await startEmulator({ clock: "frozen" })
    await put(emulator, "long.wav", wav(16_000, [true, 500], [false, 4_000], [true, 500]).bytes)
    const { operation, samples } = await record(emulator, "play long.wav", { maxSilenceTimeoutInSeconds: 2 })
    assert.strictEqual(operation.completionReason, "maxSilenceTimeout")
    assert.lengthOf(samples, 2_500 * 16)
  })

  it.each([8_000, 22_050, 44_100, 48_000])("of %i Hz is as long and as loud as it was", async (rate) => {
    await using emulator = await startEmulator({ clock: "frozen" })
    const response = await put(emulator, "any.wav", wav(rate, [true, 1_000]).bytes)
    assert.strictEqual(response.status, 200)
    const { samples } = await record(emulator, "play any.wav; tone #", { stopTones: ["#"] })
    const middle = Array.from(samples.slice(4_000, 12_000))
    const level = Math.sqrt(middle.reduce((sum, sample) => sum + sample ** 2, 0) / middle.length)
    assert.approximately(samples.length, 16_000, 16 * 20)
    assert.approximately(level, 16_000 / Math.SQRT2, 100)
  })

  it("that is none, or that nobody has sent, is refused with what is wrong", async () => {
    await using emulator = await startEmulator({ clock: "frozen" })
    const response = await put(emulator, "none.wav", new TextEncoder().encode("no sound"))
    assert.strictEqual(response.status, 400)
    assert.match((await response.json()).error.message, /^The sound file cannot be read: /u)
    const call = await send(emulator, "POST", "/_emulator/incomingCalls", {
      callbackUri: "http://localhost:9/callback",
      script: "play nobody.wav"
    })
    assert.include(call.error.message, "There is no sound file 'nobody.wav'")
  })
})
