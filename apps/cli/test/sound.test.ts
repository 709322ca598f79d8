import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { mkdtemp, rm, writeFile } from "node:fs/promises"
import { request } from "node:http"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { type Emulator, startEmulator } from "recordop"
import { WaveFile } from "wavefile"
import { recordop } from "./recordop.ts"

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

/** The same file in another coding. */
const coded = (change: (file: WaveFile) => void) => {
  const file = new WaveFile(wav(16_000, [true, 1_000]).bytes)
  change(file)
  return Uint8Array.from(file.toBuffer())
}

/** The same file as programs write it that speak into a pipe: the lengths in its header are the longest that there can be. */
const unfinished = () => {
  const { bytes } = wav(16_000, [true, 1_000])
  const header = new DataView(bytes.buffer)
  header.setUint32(4, 0x7f_ff_f0_24, true)
  header.setUint32(40, 0x7f_ff_f0_00, true)
  return bytes
}

const put = (emulator: Emulator, name: string, body: Uint8Array<ArrayBuffer>) =>
  fetch(`${emulator.url}/_emulator/sounds/${name}`, { method: "PUT", headers: { "Content-Type": "audio/wav" }, body })

const send = async (emulator: Emulator, method: string, path: string, body: object) => {
  const headers = { "Content-Type": "application/json" }
  const response = await fetch(emulator.url + path, { method, headers, body: JSON.stringify(body) })
  const text = await response.text()
  return text === "" ? {} : JSON.parse(text)
}

/** The root mean square of what is in the middle. */
const levelOf = (samples: Int16Array): number => {
  const middle = Array.from(samples.slice(4_000, 12_000))
  return Math.sqrt(middle.reduce((sum, sample) => sum + sample ** 2, 0) / middle.length)
}

/** A second of a sine, as a wave file. */
const sine = (rate: number, frequency: number) => {
  const file = new WaveFile()
  const at = (index: number) => Math.round(16_000 * Math.sin((2 * Math.PI * frequency * index) / rate))
  file.fromScratch(1, rate, "16", Array.from({ length: rate }, (_, index) => at(index)))
  return Uint8Array.from(file.toBuffer())
}

/** How loud a sine of this frequency is in the middle of samples, and what is beside it, in decibels of the sine. */
const fitSine = (samples: Int16Array, frequency: number) => {
  const step = (2 * Math.PI * frequency) / 16_000
  const middle = Array.from(samples).slice(1_600, 14_400)
  const project = (wave: (x: number) => number) =>
    middle.reduce((sum, sample, index) => sum + sample * wave(step * index), 0) * 2 / middle.length
  const [a, b] = [project(Math.sin), project(Math.cos)]
  const rest = middle.reduce(
    (sum, sample, index) => sum + (sample - a * Math.sin(step * index) - b * Math.cos(step * index)) ** 2,
    0
  )
  return {
    amplitude: Math.hypot(a, b),
    rest: 10 * Math.log10((2 * rest) / (middle.length * (a ** 2 + b ** 2)))
  }
}

/** What is recorded of a caller who follows a script. */
const record = async (
  emulator: Emulator,
  script: string,
  parameters: object,
  meanwhile: (callId: string) => Promise<void> = () => Promise.resolve()
) => {
  const { id } = await send(emulator, "POST", "/v1.0/communications/calls", {
    callbackUri: "http://localhost:9/callback",
    targets: [{ identity: { user: { id: "1" } } }]
  })
  await emulator.clock.advance("2s")
  await send(emulator, "PUT", `/_emulator/calls/${id}/caller`, { script })
  const path = `/v1.0/communications/calls/${id}`
  const started = await send(emulator, "POST", `${path}/recordResponse`, { playBeep: false, ...parameters })
  await meanwhile(id)
  await emulator.clock.advance("60s")
  const operation = await fetch(`${emulator.url}${path}/operations/${started.id}`).then((response) => response.json())
  const response = await fetch(operation.recordingLocation, {
    headers: { Authorization: `Bearer ${operation.recordingAccessToken}` }
  })
  const bytes = await response.arrayBuffer()
  return { id, operation, samples: new Int16Array(bytes.slice(44)) }
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

  it.each(
    [8_000, 11_025, 22_050, 32_000, 44_100, 48_000].flatMap((rate) =>
      [440, 1_000, 3_000].map((frequency) => [rate, frequency] as const)
    )
  )(
    "of %i Hz is as long and as loud as it was, and a sine of %i Hz stays one within -60 dB",
    async (rate, frequency) => {
      await using emulator = await startEmulator({ clock: "frozen" })
      assert.strictEqual((await put(emulator, "any.wav", sine(rate, frequency))).status, 200)
      const { samples } = await record(emulator, "play any.wav; tone #", { stopTones: ["#"] })
      assert.lengthOf(samples, 16_000)
      const { amplitude, rest } = fitSine(samples, frequency)
      assert.approximately(amplitude, 16_000, 20)
      assert.isBelow(rest, -60)
    }
  )

  it("of 48 kHz has nothing of what is too high for 16 kHz", async () => {
    await using emulator = await startEmulator({ clock: "frozen" })
    await put(emulator, "high.wav", sine(48_000, 11_000))
    const { samples } = await record(emulator, "play high.wav; tone #", { stopTones: ["#"] })
    assert.isBelow(levelOf(samples), 2)
  })

  it("of two channels is heard as their mean, so that a voice on one side alone is heard", async () => {
    await using emulator = await startEmulator({ clock: "frozen" })
    const file = new WaveFile()
    const [left, right] = [[0, 0, 100, 32_767], [-200, 20_000, 300, 32_767]]
    file.fromScratch(
      2,
      16_000,
      "16",
      [left, right].map((samples) => Array.from({ length: 1_600 }, (_, i) => samples[i % 4] ?? 0))
    )
    await put(emulator, "stereo.wav", Uint8Array.from(file.toBuffer()))
    const { samples } = await record(emulator, "play stereo.wav; tone #", { stopTones: ["#"] })
    assert.deepStrictEqual(Array.from(samples.slice(0, 4)), [-100, 10_000, 200, 32_767])
  })

  it.each([
    ["A-law", coded((file) => file.toALaw())],
    ["µ-law", coded((file) => file.toMuLaw())],
    ["floating point", coded((file) => file.toBitDepth("32f"))],
    ["24 bit", coded((file) => file.toBitDepth("24"))],
    ["16 bit, written before its length was known", unfinished()]
  ])("in %s is as loud as it was", async (_, bytes) => {
    await using emulator = await startEmulator({ clock: "frozen" })
    assert.strictEqual((await put(emulator, "coded.wav", bytes)).status, 200)
    const { samples } = await record(emulator, "play coded.wav; tone #", { stopTones: ["#"] })
    assert.lengthOf(samples, 16_000)
    assert.approximately(levelOf(samples), 16_000 / Math.SQRT2, 200)
  })

  it("may be sent without its length, within the bound", async () => {
    await using emulator = await startEmulator({ clock: "frozen" })
    const send = (parts: ReadonlyArray<Uint8Array>) =>
      new Promise<number | undefined>((resolve, reject) => {
        const sending = request(`${emulator.url}/_emulator/sounds/piped.wav`, { method: "PUT" }, (answer) => {
          answer.resume()
          resolve(answer.statusCode)
        })
        sending.on("error", reject)
        for (const part of parts) sending.write(part)
        sending.end()
      })
    const { bytes } = wav(16_000, [true, 500])
    assert.strictEqual(await send([bytes.subarray(0, 1_000), bytes.subarray(1_000)]), 200)
    assert.strictEqual(await send(Array.from({ length: 41 }, () => new Uint8Array(1_048_576))), 413)
  })

  it("is played by a script of the whole call, too", async () => {
    await using emulator = await startEmulator({ clock: "frozen" })
    const { bytes, samples } = wav(16_000, [true, 700])
    await put(emulator, "word.wav", bytes)
    const recorded = await record(emulator, "when recording: play word.wav; tone #", { stopTones: ["#"] })
    assert.strictEqual(recorded.operation.completionReason, "stopToneDetected")
    assert.deepStrictEqual(recorded.samples, Int16Array.from(samples))
  })

  it("is said at once, by the command", async () => {
    await using emulator = await startEmulator({ clock: "frozen" })
    const { bytes, samples } = wav(16_000, [true, 700])
    const folder = await mkdtemp(join(tmpdir(), "sound-"))
    const file = join(folder, "now.wav")
    await writeFile(file, bytes)
    const env = { RECORDOP_URL: emulator.url }
    const recorded = await record(
      emulator,
      "silence 1s",
      { maxSilenceTimeoutInSeconds: 1 },
      async (id) => {
        const said = await Effect.runPromise(recordop(["say", id, "--file", file], { env }))
        assert.deepStrictEqual(said, { code: 0, stdout: "", stderr: "" })
      }
    )
    assert.deepStrictEqual(recorded.samples.slice(0, samples.length), Int16Array.from(samples))
    await writeFile(file, "no sound")
    const wrong = await Effect.runPromise(recordop(["say", recorded.id, "--file", file], { env }))
    assert.deepInclude(wrong, { code: 1, stdout: "" })
    assert.match(wrong.stderr, /^recordop: .*now\.wav: The sound file cannot be read: .*\n$/u)
    const both = await Effect.runPromise(recordop(["say", recorded.id, "3s", "--file", file], { env }))
    assert.deepInclude(both, { code: 2, stdout: "" })
    await rm(folder, { recursive: true })
  })

  it("that is none, or that nobody has sent, is refused with what is wrong", async () => {
    await using emulator = await startEmulator({ clock: "frozen" })
    const response = await put(emulator, "none.wav", new TextEncoder().encode("no sound"))
    assert.strictEqual(response.status, 400)
    assert.match((await response.json()).error.message, /^The sound file cannot be read: /u)
    const empty = await put(emulator, "empty.wav", wav(16_000).bytes)
    assert.strictEqual(empty.status, 400)
    assert.include((await empty.json()).error.message, "it has no samples")
    const mp3 = wav(16_000, [true, 1_000]).bytes
    new DataView(mp3.buffer).setUint16(20, 85, true)
    const other = await put(emulator, "mp3.wav", mp3)
    assert.strictEqual(other.status, 400)
    assert.include((await other.json()).error.message, "it has the format 85, and is to have PCM")
    const call = await send(emulator, "POST", "/_emulator/incomingCalls", {
      callbackUri: "http://localhost:9/callback",
      script: "play nobody.wav"
    })
    assert.include(call.error.message, "There is no sound file 'nobody.wav'")
  })
})
