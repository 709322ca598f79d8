import { assert, describe, it } from "@effect/vitest"
import { createClient, type RecordopClient } from "@recordop/client"
import { Effect } from "effect"
import { mkdtemp, rm, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { startEmulator } from "recordop"
import { WaveFile } from "wavefile"
import { recordop, serve } from "./recordop.ts"

const samples = Array.from(Int16Array.from({ length: 16_000 }, (_, index) => 9_000 * Math.sin(index / 5)))

const wav = () => {
  const file = new WaveFile()
  file.fromScratch(1, 16_000, "16", samples)
  return Buffer.from(file.toBuffer())
}

/** A folder with a wave file. */
const folder = Effect.acquireRelease(
  Effect.promise(async () => {
    const path = await mkdtemp(join(tmpdir(), "given-"))
    await writeFile(join(path, "hello.wav"), wav())
    return path
  }),
  (path) => Effect.promise(() => rm(path, { recursive: true }))
)

const newCall = async (client: RecordopClient) => {
  const { id } = await client.createCall({
    callbackUri: "http://localhost:9/callback",
    targets: [{ identity: { user: { id: "1" } } }]
  })
  await client.clock.advance("1s")
  return id
}

/** What could be seen and heard in a call: its timeline, and how long its audio is. */
const seen = async (url: string, callId: string) => {
  const [timeline, audio] = await Promise.all(
    ["timeline", "audio"].map((what) => fetch(`${url}/_emulator/calls/${callId}/${what}`))
  )
  return { timeline: await timeline?.text(), audio: (await audio?.arrayBuffer())?.byteLength }
}

/** The samples of what is recorded in a call, and where that is. */
const record = async (client: RecordopClient, callId: string) => {
  const call = client.call(callId)
  const { id } = await call.recordResponse({ playBeep: false, stopTones: ["#"] })
  await client.clock.advance("60s")
  const bytes = await call.operation(id).download()
  return { id, samples: Array.from(new Int16Array(bytes.buffer.slice(44))) }
}

const start = (sounds: Readonly<Record<string, string>>) =>
  Effect.acquireDisposable(Effect.promise(() => startEmulator({ clock: "frozen", sounds })))

describe("sounds that are given from the start", () => {
  it.live("are played by the caller of every call, and kept with what was recorded of them", () =>
    Effect.gen(function*() {
      const path = yield* folder
      const store = `sqlite:${join(path, "store.db")}`
      const flags = ["--clock", "frozen", "--store", store]
      const { audio, callId, id, timeline } = yield* Effect.scoped(Effect.gen(function*() {
        const script = "play hello.wav; tone #"
        const sound = join(path, "hello.wav")
        const { url } = yield* serve([...flags, "--sound", sound, "--caller-script", script])
        const client = createClient({ baseUrl: url })
        return yield* Effect.promise(async () => {
          const callId = await newCall(client)
          const recorded = await record(client, callId)
          assert.deepStrictEqual(recorded.samples, samples)
          return { callId, id: recorded.id, ...await seen(url, callId) }
        })
      }))
      const { url } = yield* serve(flags)
      const client = createClient({ baseUrl: url })
      // The location is that of the server that ended it.
      const kept = yield* Effect.promise(async () => {
        const { recordingAccessToken, recordingLocation } = await client.call(callId).operation(id).get()
        const headers = { Authorization: `Bearer ${recordingAccessToken}` }
        const response = await fetch(url + new URL(recordingLocation ?? "").pathname, { headers })
        return response.arrayBuffer()
      })
      assert.deepStrictEqual(Array.from(new Int16Array(kept.slice(44))), samples)
      assert.deepStrictEqual(yield* Effect.promise(() => seen(url, callId)), { audio, timeline })
      assert.include(timeline, "recordingEnded")
      const again = yield* Effect.promise(async () => {
        await client.call(callId).setCallerScript("play hello.wav; tone #")
        return record(client, callId)
      })
      assert.deepStrictEqual(again.samples, samples)
    }))

  it.live("can be in a seed, beside which its files are", () =>
    Effect.gen(function*() {
      const path = yield* folder
      const seed = join(path, "seed.yaml")
      const id = "4c7ff7ba-94ae-4bd3-8d4a-8e3ab8a2a4b5"
      const call = `{ id: ${id}, callbackUri: "http://localhost:9/", script: "play hi; tone #", operations: [] }`
      yield* Effect.promise(() => writeFile(seed, `sounds: { hi: hello.wav }\ncalls: [${call}]\n`))
      assert.strictEqual((yield* recordop(["validate", "--as", "seed", seed])).code, 0)
      const wrong = join(path, "wrong.yaml")
      yield* Effect.promise(() => writeFile(wrong, `sounds: { hi: gone.wav }\ncalls: [${call}]\n`))
      const refused = yield* recordop(["validate", "--as", "seed", wrong])
      assert.strictEqual(refused.code, 1)
      assert.match(refused.stderr, /wrong\.yaml: sounds: .*gone\.wav: there is no such file\n$/u)
      const { url } = yield* serve(["--clock", "frozen", "--seed", seed])
      const client = createClient({ baseUrl: url })
      assert.deepStrictEqual((yield* Effect.promise(() => record(client, id))).samples, samples)
      yield* Effect.promise(() => client.reset())
      assert.deepStrictEqual((yield* Effect.promise(() => record(client, id))).samples, samples)
    }))

  it.live("are refused when a file is none, and a script when it plays what nobody gave", () =>
    Effect.gen(function*() {
      const path = yield* folder
      const text = join(path, "text.wav")
      yield* Effect.promise(() => writeFile(text, "no sound"))
      for (
        const [flags, message] of [
          [["--sound", join(path, "gone.wav")], /gone\.wav: there is no such file\n$/u],
          [["--sound", text], /text\.wav: The sound file cannot be read: /u],
          [
            ["--caller-script", "play hello.wav"],
            /There is no sound 'hello\.wav' for the script\. Give it with --sound/u
          ],
          [["--caller-script", "say \"hello\""], /Nothing speaks here: start the server with --speech-command/u]
        ] as const
      ) {
        const { code, stderr } = yield* recordop(["serve", "--port", "0", ...flags])
        assert.strictEqual(code, 1)
        assert.match(stderr, message)
      }
    }))

  it.live("are missed when a snapshot plays them that was saved elsewhere", () =>
    Effect.gen(function*() {
      const path = yield* folder
      const hello = join(path, "hello.wav")
      const saved = yield* start({ "hello.wav": hello })
      const snapshot = yield* Effect.promise(async () => {
        const id = await newCall(saved.client)
        await saved.client.call(id).setCallerScript("play hello.wav; tone #")
        return (await fetch(`${saved.url}/_emulator/snapshot`)).text()
      })
      const load = (url: string) =>
        Effect.promise(() =>
          fetch(`${url}/_emulator/snapshot`, {
            method: "PUT",
            headers: { "Content-Type": "application/json" },
            body: snapshot
          })
        )
      const bare = yield* start({})
      const refused = yield* load(bare.url)
      assert.strictEqual(refused.status, 400)
      assert.match(
        yield* Effect.promise(() => refused.text()),
        /A script plays 'hello\.wav' as [0-9a-f]{16}, and there is no such sound/u
      )
      assert.strictEqual((yield* load((yield* start({ other: hello })).url)).status, 204)
    }))

  it.live("are an option of startEmulator, whose page is there too", () =>
    Effect.gen(function*() {
      const path = yield* folder
      const options = { clock: "frozen", callerScript: "play hi; tone #" } as const
      const emulator = yield* Effect.acquireDisposable(
        Effect.promise(() => startEmulator({ ...options, sounds: { hi: join(path, "hello.wav") } }))
      )
      const recorded = yield* Effect.promise(async () => record(emulator.client, await newCall(emulator.client)))
      assert.deepStrictEqual(recorded.samples, samples)
      const page = yield* Effect.promise(() => fetch(emulator.url).then((response) => response.text()))
      assert.include(page, "<title>recordop")
      const error = yield* Effect.flip(
        Effect.tryPromise(() => startEmulator({ ...options, sounds: { hi: "gone.wav" } }))
      )
      assert.instanceOf(error.cause, TypeError)
      assert.match(String(error.cause), /^TypeError: startEmulator: gone\.wav: /u)
    }))
})
