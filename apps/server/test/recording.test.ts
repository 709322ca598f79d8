import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { startBot } from "./bot.ts"
import { frozenServer } from "./frozen.ts"
import { type MakeStore, stores } from "./stores.ts"

/** A recording of 3 s of speech and 2 s of silence, and how to fetch it. */
const recorded = Effect.fnUntraced(function*(makeStore: MakeStore) {
  const bot = yield* startBot()
  const server = yield* frozenServer({ recordingRetention: 60_000 }, makeStore())
  const { call } = yield* server.establish(bot.callbackUri, "speak 3s; silence 60s")
  const { body: { id } } = yield* server.post(`${call}/recordResponse`, {
    maxSilenceTimeoutInSeconds: 2,
    maxRecordDurationInSeconds: 60
  })
  yield* server.advance("PT1M")
  const { body: operation } = yield* server.send("GET", `${call}/operations/${id}`)
  const token = String(operation.recordingAccessToken)
  const get = (headers: Record<string, string> = {}, method = "GET") =>
    Effect.promise(async () => {
      const response = await fetch(operation.recordingLocation, {
        method,
        headers: { Authorization: `Bearer ${token}`, ...headers }
      })
      return { status: response.status, headers: response.headers, bytes: await response.bytes() }
    })
  return { ...server, call, id, get }
})

const length = 44 + 5_000 * 32

describe.each(stores)("GET the recording (on %s)", (_, makeStore) => {
  it.live("gives a wave file, under the type that is asked for", () =>
    Effect.gen(function*() {
      const { get } = yield* recorded(makeStore)
      const whole = yield* get()
      assert.deepStrictEqual([whole.status, whole.bytes.length], [200, length])
      assert.strictEqual(whole.headers.get("Content-Type"), "application/octet-stream")
      assert.strictEqual(whole.headers.get("Content-Length"), String(length))
      const samples = new Int16Array(whole.bytes.slice(44).buffer)
      assert.isTrue(samples.subarray(3 * 16_000).every((sample) => sample === 0))
      assert.isTrue(samples.subarray(0, 3 * 16_000).some((sample) => sample > 8_000))
      assert.strictEqual((yield* get({ Accept: "audio/wav" })).headers.get("Content-Type"), "audio/wav")
      const head = yield* get({}, "HEAD")
      assert.deepStrictEqual([head.status, head.bytes.length, head.headers.get("Content-Length")], [
        200,
        0,
        String(length)
      ])
    }))

  it.live.each(
    [
      ["bytes=0-3", 206, 0, 4],
      ["bytes=44-", 206, 44, length],
      ["bytes=-100", 206, length - 100, length],
      [`bytes=100000-999999`, 206, 100_000, length],
      ["bytes=9-5", 200, 0, length],
      ["bytes=0-1,5-6", 200, 0, length],
      ["chunks=0-1", 200, 0, length]
    ] as const
  )("gives the range %s", ([range, status, start, end]) =>
    Effect.gen(function*() {
      const { get } = yield* recorded(makeStore)
      const { bytes: whole } = yield* get()
      const part = yield* get({ Range: range })
      assert.strictEqual(part.status, status)
      assert.deepStrictEqual(part.bytes, whole.slice(start, end))
      if (status === 206) {
        assert.strictEqual(part.headers.get("Content-Range"), `bytes ${start}-${end - 1}/${length}`)
      }
    }))

  it.live("answers 416 to a range behind its end", () =>
    Effect.gen(function*() {
      const { get } = yield* recorded(makeStore)
      const { headers, status } = yield* get({ Range: `bytes=${length}-` })
      assert.deepStrictEqual([status, headers.get("Content-Range")], [416, `bytes */${length}`])
    }))

  it.live("gives everything for a range under a condition that cannot hold", () =>
    Effect.gen(function*() {
      const { get } = yield* recorded(makeStore)
      assert.strictEqual((yield* get({ Range: "bytes=0-3", "If-Range": "\"x\"" })).status, 200)
    }))

  it.live("wants the token that the operation has now", () =>
    Effect.gen(function*() {
      const { call, get, id, send } = yield* recorded(makeStore)
      yield* send("PATCH", `${call}/operations/${id}`, { recordingAccessToken: "another" })
      assert.strictEqual((yield* get()).status, 401)
      assert.strictEqual((yield* get({ Authorization: "Bearer another" })).status, 200)
    }))

  it.live("answers 401 without the token of the operation", () =>
    Effect.gen(function*() {
      const { get } = yield* recorded(makeStore)
      for (const Authorization of ["", "Bearer other", "Basic abc"]) {
        const { headers, status } = yield* get({ Authorization })
        assert.deepStrictEqual([status, headers.get("WWW-Authenticate")], [401, "Bearer"])
      }
    }))

  it.live("answers 404 once the call has ended for as long as is set", () =>
    Effect.gen(function*() {
      const { advance, call, get, id, send } = yield* recorded(makeStore)
      yield* send("DELETE", call)
      yield* advance("PT59S")
      assert.strictEqual((yield* get()).status, 200)
      yield* advance("PT1S")
      assert.strictEqual((yield* get()).status, 404)
      assert.strictEqual((yield* send("GET", `${call}/operations/${id}`)).body.status, "Completed")
    }))

  it.live("answers 404 when the operation is deleted", () =>
    Effect.gen(function*() {
      const { call, get, id, send } = yield* recorded(makeStore)
      yield* send("DELETE", `${call}/operations/${id}`)
      assert.strictEqual((yield* get()).status, 404)
    }))

  it.live("answers 404 for an operation that has left none", () =>
    Effect.gen(function*() {
      const { call, post, send } = yield* recorded(makeStore)
      const { body: { id } } = yield* post(`${call}/recordResponse`, {})
      const path = `/_emulator/calls/${call.split("/").at(-1)}/recordings/${id}`
      assert.strictEqual((yield* send("GET", path)).status, 404)
    }))

  it.live("ignores Range for HEAD, and reads lists of media types", () =>
    Effect.gen(function*() {
      const { get } = yield* recorded(makeStore)
      const head = yield* get({ Range: "bytes=0-9" }, "HEAD")
      assert.deepStrictEqual([head.status, head.headers.get("Content-Length")], [200, String(length)])
      const typed = yield* get({ Accept: "application/pdf;q=\"a,b\", audio/wav;q=0.5", Range: " bytes=0-9" })
      assert.deepStrictEqual([typed.status, typed.headers.get("Content-Type")], [206, "audio/wav"])
      const refused = yield* get({ Accept: "audio/wav;q=0, */*" })
      assert.strictEqual(refused.headers.get("Content-Type"), "application/octet-stream")
    }))
})
