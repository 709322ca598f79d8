import { assert, describe, it } from "@effect/vitest"
import { createClient } from "@recordop/client"
import { Effect } from "effect"
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { startEmulator } from "recordop"
import { WaveFile } from "wavefile"
import { recordop, serve } from "./recordop.ts"

/** A tone of so many milliseconds at a level of the full volume. */
const tone = (milliseconds: number, level: number) => {
  const file = new WaveFile()
  const samples = Array.from(
    { length: 16 * milliseconds },
    (_, index) => Math.trunc(32_767 * level * Math.sin(index / 4 + 1)) || 0
  )
  file.fromScratch(1, 16_000, "16", samples)
  return { bytes: Buffer.from(file.toBuffer()), samples }
}

const folder = Effect.acquireRelease(
  Effect.promise(() => mkdtemp(join(tmpdir(), "voice-"))),
  (path) => Effect.promise(() => rm(path, { recursive: true }))
)

const json = { "Content-Type": "application/json" }

const put = (url: string, body: BodyInit, headers: HeadersInit = {}) =>
  Effect.promise(() => fetch(url, { method: "PUT", body, headers }))

describe("say in a script", () => {
  it.live("is what the command of the server speaks, once for a text", () =>
    Effect.gen(function*() {
      const path = yield* folder
      const { bytes, samples } = tone(800, 0.5)
      yield* Effect.promise(() => writeFile(join(path, "voice.wav"), bytes))
      const command = `tee -a '${path}/texts' > /dev/null; echo >> '${path}/texts'; cat '${path}/voice.wav'`
      const server = yield* serve(["--clock", "frozen", "--speech-command", command])
      const client = createClient({ baseUrl: server.url })
      const recorded = Effect.promise(async () => {
        const { id } = await client.createCall({
          callbackUri: "http://localhost:9/callback",
          targets: [{ identity: { user: { id: "1" } } }]
        })
        await client.clock.advance("PT1S")
        const call = client.call(id)
        await call.setCallerScript("say \"hello there\"; tone #")
        const { id: operationId } = await call.recordResponse({ playBeep: false, stopTones: ["#"] })
        await client.clock.advance("PT10S")
        const bytes = await call.operation(operationId).download()
        return Array.from(new Int16Array(bytes.buffer.slice(44)))
      })
      assert.deepStrictEqual(yield* recorded, samples)
      assert.deepStrictEqual(yield* recorded, samples)
      assert.strictEqual(yield* Effect.promise(() => readFile(join(path, "texts"), "utf8")), "hello there\n")
    }))

  it.live("is refused where nothing speaks, or the command fails", () =>
    Effect.gen(function*() {
      for (
        const [flags, message] of [
          [[], /Nothing speaks here: start the server with --speech-command/u],
          [["--speech-command", "exit 3"], /--speech-command 'exit 3' did not speak: it ended with 3/u],
          [["--speech-command", "echo no sound"], /did not speak: The sound file cannot be read/u]
        ] as const
      ) {
        const server = yield* serve(flags)
        const body = JSON.stringify({ callbackUri: "http://localhost:9/callback", script: "say \"hello\"" })
        const response = yield* Effect.promise(() =>
          fetch(`${server.url}/_emulator/incomingCalls`, { method: "POST", headers: json, body })
        )
        assert.strictEqual(response.status, 400)
        assert.match(yield* Effect.promise(() => response.text()), message)
      }
    }))
})

describe("--silence-threshold", () => {
  it.live("says how loud speech is", () =>
    Effect.gen(function*() {
      const { bytes } = tone(1_000, 0.02)
      const soundOf = (flags: ReadonlyArray<string>) =>
        Effect.gen(function*() {
          const server = yield* serve(flags)
          const response = yield* put(`${server.url}/_emulator/sounds/quiet.wav`, bytes)
          return (yield* Effect.promise(() => response.json())).sound
        })
      assert.strictEqual(yield* soundOf([]), "+1000")
      assert.strictEqual(yield* soundOf(["--silence-threshold=-30"]), "-1000")
      const wrong = yield* recordop(["serve", "--silence-threshold=5"])
      assert.strictEqual(wrong.code, 2)
      assert.include(wrong.stderr, "a level from -90 to 0 decibels")
    }))
})

describe("call prompts, timeline and audio", () => {
  it.live("tell what was heard in a call", () =>
    Effect.gen(function*() {
      const path = yield* folder
      const emulator = yield* Effect.acquireDisposable(
        Effect.promise(() => startEmulator({ clock: "frozen", now: "2026-01-01T00:00:00Z" }))
      )
      const id = yield* Effect.promise(async () => {
        const { id } = await emulator.client.createCall({
          callbackUri: "http://localhost:9/callback",
          targets: [{ identity: { user: { id: "1" } } }]
        })
        await emulator.clock.advance("1s")
        await emulator.client.call(id).playPrompt({
          prompts: [{ mediaInfo: { uri: "https://bot.example/welcome.wav", resourceId: "1" } }]
        })
        await emulator.clock.advance("3s")
        return id
      })
      const run = (...args: ReadonlyArray<string>) =>
        recordop(["call", ...args], { env: { RECORDOP_URL: emulator.url } })
      assert.strictEqual(
        (yield* run("prompts", id, "-o", "table")).stdout,
        "STARTED                   ENDED                     OUTCOME    URI\n" +
          "2026-01-01T00:00:01.000Z  2026-01-01T00:00:03.000Z  completed  https://bot.example/welcome.wav\n"
      )
      const timeline = JSON.parse((yield* run("timeline", id, "-o", "json")).stdout)
      assert.deepStrictEqual(timeline.map(({ type }: { type: string }) => type), [
        "callState",
        "promptStarted",
        "promptEnded"
      ])
      const file = join(path, "call.wav")
      assert.deepStrictEqual(yield* run("audio", id, file), {
        code: 0,
        stdout: "",
        stderr: `${file}: 192044 bytes, 3 s\n`
      })
      const bytes = yield* Effect.promise(() => readFile(file))
      const audio = yield* Effect.promise(() => emulator.client.call(id).audio())
      assert.deepStrictEqual(Buffer.from(audio), bytes)
      const prompts = yield* Effect.promise(() => emulator.client.call(id).prompts())
      assert.deepInclude(prompts[0], { index: 0, outcome: "completed", uri: "https://bot.example/welcome.wav" })
      assert.strictEqual((yield* run("audio", "none", file)).code, 1)
    }))
})
