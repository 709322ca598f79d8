import { assert, describe, it } from "@effect/vitest"
import { makeJournal } from "@recordop/emulator/engine/journal"
import { differencesOf } from "@recordop/emulator/model/journal/differences"
import { type Exchange, kept, keptBody } from "@recordop/emulator/model/journal/Exchange"
import { compileGlob } from "@recordop/emulator/model/journal/glob"
import { maskHeader, maskText } from "@recordop/emulator/model/journal/masking"
import { matchesPath } from "@recordop/emulator/model/journal/matching"
import { journalBounds } from "@recordop/emulator/ports/Journal"
import { Effect, Schema } from "effect"

const exchange = (changes: Partial<Exchange> = {}): Exchange => ({
  direction: "received",
  milliseconds: 1,
  method: "POST",
  url: "/v1.0/communications/calls",
  callId: undefined,
  headers: [],
  body: undefined,
  response: { status: 201, headers: [], body: undefined },
  error: undefined,
  faultId: undefined,
  ...changes
})

describe("a path pattern", () => {
  it.each<readonly [string, string, boolean]>([
    ["/communications/calls/*", "/v1.0/communications/calls/7", true],
    ["/communications/calls/*", "/beta/communications/calls/7/", true],
    ["/communications/calls/*", "/v1.0/communications/calls/7/playPrompt", false],
    ["/communications/calls/**", "/v1.0/communications/calls/7/playPrompt", true],
    ["/communications/calls/*/playprompt", "/V1.0/communications/calls/7/playPrompt?x=1", true],
    ["/v1.0/communications/calls", "/beta/communications/calls", false],
    ["/callback", "http://localhost:3978/callback", true],
    ["http://localhost:3978/*", "http://localhost:3978/callback", true],
    ["/calls/*/playPrompt", "/v1.0/communications/calls/7/playPrompt", true],
    ["/calls/*", "/beta/app/calls/7", true],
    ["/a.b", "/axb", false],
    ["/calls/*/playPrompt", "/v1.0/communications/calls/7/microsoft.graph.playPrompt", true],
    ["/calls/*/playPrompt", "/v1.0/communications/calls('7')/Microsoft.Graph.PlayPrompt/", true],
    ["/calls/*/microsoft.graph.playPrompt", "/v1.0/communications/calls/7/playPrompt", true],
    ["/calls('7')/playPrompt", "/v1.0/communications/calls/7/playPrompt", true],
    ["/calls/7", "/v1.0/communications/calls/%37", true],
    ["/calls/%37", "/v1.0/communications/calls/%37", true],
    ["/calls/*", "/v1.0/communications/calls/%", true],
    ["/*a*b", "/a/ab", false],
    ["/**a*b", "/a/ab", true],
    ["/**a**a**a**a**a**a**b", `/${"a/".repeat(8_000)}`, false],
    ["*", "/anything/at/all", false],
    ["**", "/anything/at/all", true]
  ])("%s and %s: %s", (pattern, url, expected) => {
    assert.strictEqual(matchesPath(pattern, url), expected)
  })

  it.prop("is what a regular expression would say", [
    Schema.Array(Schema.Literals(["a", "b", "/", "*", "**"])),
    Schema.Array(Schema.Literals(["a", "b", "/"]))
  ], ([steps, letters]) => {
    const pattern = steps.join("")
    const text = letters.join("")
    const source = pattern.replaceAll("**", "[^]!").replaceAll("*", "[^/]*").replaceAll("!", "*")
    assert.strictEqual(compileGlob(pattern)(text), new RegExp(`^${source}$`, "u").test(text))
  })
})

describe("differences", () => {
  it("are none where an object has more members", () => {
    assert.deepStrictEqual(
      differencesOf({ a: 1, b: [{ c: null }] }, { a: 1, b: [{ c: null, d: 2 }], e: 3 }, "body"),
      []
    )
  })

  it("name each place, what was expected and what was there", () => {
    assert.deepStrictEqual(differencesOf({ a: 1, b: [1, 2], c: { d: "x" } }, { a: 2, b: [1], c: {} }, "body"), [
      { path: "body.a", expected: 1, actual: 2 },
      { path: "body.b", expected: [1, 2], actual: [1] },
      { path: "body.c.d", expected: "x" }
    ])
  })

  it("are there when there is no body, and do not look at prototypes", () => {
    assert.deepStrictEqual(differencesOf({}, undefined, "body"), [{ path: "body", expected: {} }])
    assert.deepStrictEqual(differencesOf({ toString: 1 }, {}, "body"), [{ path: "body.toString", expected: 1 }])
  })
})

describe("secrets", () => {
  it.each([
    ["Authorization", "Bearer a.b.c", "Bearer ***"],
    ["authorization", "a.b.c", "***"],
    ["Set-Cookie", "a=b", "***"],
    ["Location", "http://h/?access_token=x&y=1", "http://h/?access_token=***&y=1"],
    ["Accept", "text/html", "text/html"]
  ])("%s: %s", (name, value, shown) => {
    assert.strictEqual(maskHeader(name, value), shown)
  })

  it.each([
    [`{"access_token":"a\\"b","expires_in":3599}`, `{"access_token":"***","expires_in":3599}`],
    [`{"recordingAccessToken": "x","id":"1"}`, `{"recordingAccessToken": "***","id":"1"}`],
    [`{"recordingAccessToken":null}`, `{"recordingAccessToken":null}`],
    [
      "grant_type=client_credentials&client_secret=a%20b&scope=c",
      "grant_type=client_credentials&client_secret=***&scope=c"
    ],
    [`{"access_token":"cut o`, `{"access_token":"***"`]
  ])("%s", (text, shown) => {
    assert.strictEqual(maskText(text), shown)
  })
})

describe("the journal", () => {
  it.effect("keeps so many, and so many bytes", () =>
    Effect.gen(function*() {
      const { journal, recorder } = makeJournal(Effect.succeed(0))
      const more = journalBounds.requests + 700
      for (let count = 0; count < more; count++) yield* recorder.record(exchange())
      const entries = yield* journal.list({})
      assert.deepStrictEqual([entries.length, entries.at(-1)?.sequence], [journalBounds.requests, more])
      const body = kept("x".repeat(keptBody * 2))
      for (let count = 0; count < 600; count++) yield* recorder.record(exchange({ body }))
      const large = yield* journal.list({})
      assert.isBelow(large.length * keptBody, journalBounds.bytes)
      assert.isAbove(large.length, 200)
      assert.strictEqual(large.at(-1)?.isCut, true)
    }))

  it.effect("shows a body as JSON, or as text where it is none", () =>
    Effect.gen(function*() {
      const { journal, recorder } = makeJournal(Effect.succeed(0))
      yield* recorder.record(exchange({ body: `{"a":[1]}` }))
      yield* recorder.record(exchange({ body: new TextEncoder().encode("a=1&client_secret=b") }))
      yield* recorder.record(exchange({ body: "" }))
      const entries = yield* journal.list({})
      assert.deepStrictEqual(entries.map(({ body }) => body), [{ a: [1] }, "a=1&client_secret=***", undefined])
    }))

  it.each([["Uint8Array", new Uint8Array(100_000)], ["Buffer", Buffer.alloc(100_000)]])(
    "copies what it keeps of a larger %s",
    (_, bytes) => {
      const part = kept(bytes.subarray(0, 10))
      assert.strictEqual(part instanceof Uint8Array ? part.buffer.byteLength : undefined, 10)
    }
  )

  it.effect("knows the call that a request is about, or has made", () =>
    Effect.gen(function*() {
      const { journal, recorder } = makeJournal(Effect.succeed(0))
      const headers = { Location: "http://127.0.0.1:4080/v1.0/communications/calls/2" }
      yield* recorder.record(exchange({ url: "/v1.0/communications/calls/1/operations?x=/calls/3" }))
      yield* recorder.record(exchange({ response: { status: 201, headers, body: undefined } }))
      yield* recorder.record(exchange({ url: "/v1.0/communications/onlineMeetings?x=/calls/3" }))
      yield* recorder.record(exchange({ direction: "sent", url: "http://localhost/calls/4", callId: "5" }))
      const entries = yield* journal.list({})
      assert.deepStrictEqual(entries.map(({ callId }) => callId), ["1", "2", undefined, "5"])
    }))

  it.effect("finds by method, path, call and status, and after one", () =>
    Effect.gen(function*() {
      const { journal, recorder } = makeJournal(Effect.succeed(0))
      yield* recorder.record(exchange({ callId: "57dab8b1-894c-409a-b240-bd8beae78896" }))
      yield* recorder.record(exchange({ method: "GET", response: { status: 404, headers: [], body: undefined } }))
      yield* recorder.record(exchange({ direction: "sent", url: "http://localhost:1/callback", response: undefined }))
      const found = (filter: Parameters<typeof journal.list>[0], after?: number) =>
        Effect.map(journal.list(filter, after), (entries) => entries.map(({ sequence }) => sequence))
      assert.deepStrictEqual(yield* found({ callId: "57DAB8B1894C409AB240BD8BEAE78896" }), [1])
      assert.deepStrictEqual(yield* found({ method: "get" }), [2])
      assert.deepStrictEqual(yield* found({ status: 404 }), [2])
      assert.deepStrictEqual(yield* found({ path: "/callback" }), [3])
      assert.deepStrictEqual(yield* found({ direction: "received" }, 1), [2])
    }))

  it.effect("says whether something was asked, and what came nearest", () =>
    Effect.gen(function*() {
      const { journal, recorder } = makeJournal(Effect.succeed(0))
      yield* recorder.record(
        exchange({ url: "/v1.0/communications/calls/1/playPrompt", body: `{"prompts":[{"uri":"a"}]}` })
      )
      yield* recorder.record(exchange({ url: "/v1.0/communications/calls/1/answer" }))
      const asked = { method: "POST", path: "/communications/calls/*/playPrompt" }
      assert.deepStrictEqual(yield* journal.check(asked), { isMet: true, count: 1, nearest: [] })
      assert.strictEqual((yield* journal.check({ ...asked, times: 2 })).isMet, false)
      assert.strictEqual((yield* journal.check({ ...asked, method: "DELETE", times: 0 })).isMet, true)
      const missed = yield* journal.check({ ...asked, body: { prompts: [{ uri: "b" }] } })
      assert.strictEqual(missed.isMet, false)
      assert.deepStrictEqual(missed.nearest[0]?.differences, [{
        path: "body.prompts.0.uri",
        expected: "b",
        actual: "a"
      }])
      assert.strictEqual(missed.nearest[0]?.request.sequence, 1)
    }))
})
