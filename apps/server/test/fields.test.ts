import { assert, describe, it } from "@effect/vitest"
import { parseElement, parseForwarded, parseList, parsePreferences } from "@recordop/server/graph/fields"
import { Effect } from "effect"
import { collection, entity, sending, testApp } from "./testApp.ts"

const listed = (text: string) =>
  parseList(text).map(({ parameters, value }) =>
    [[value], Array.from(parameters, ([name, value]) => `${name}=${value}`)].flat()
  )

describe("a field value", () => {
  it.each([
    ["", []],
    [" , ,", []],
    ["a, b;Q=0.5 ;x=\"1,2;3\"", [["a"], ["b", "q=0.5", "x=1,2;3"]]],
    ["a;x=\"say \\\"hi\\\"\";x=2", [["a", "x=say \"hi\""]]],
    ["text/*;q", [["text/*", "q="]]]
  ])("%j is a list of elements with parameters", (text, expected) => {
    assert.deepStrictEqual(listed(text), expected)
  })

  it("may have a type with quoted parameters", () => {
    const { parameters, value } = parseElement("application/json ; charset=\"UTF-8\"; x=y")
    assert.deepStrictEqual([value, parameters.get("charset"), parameters.get("x")], ["application/json", "UTF-8", "y"])
  })

  it("may name preferences, of which the first counts", () => {
    const preferences = parsePreferences(
      "foo=\"a, return=representation\", Return=\"minimal\";x=y, return=representation"
    )
    assert.deepStrictEqual(Array.from(preferences), [["foo", "a, return=representation"], ["return", "minimal"]])
  })

  it("may say what a proxy has seen", () => {
    const pairs = parseForwarded("for=1.2.3.4;Proto=https;host=\"a.test:8443\", for=5.6.7.8;proto=http")
    assert.deepStrictEqual([pairs.get("proto"), pairs.get("host")], ["https", "a.test:8443"])
  })
})

describe("conditions", () => {
  it.effect.each<readonly [string, number]>([
    [`"x,y", W/"1"`, 200],
    [`, ,W/"1" ,`, 200],
    [`"1"`, 200],
    [`W/"2","3"`, 412],
    [`"a,b"`, 412],
    [`W/"1" W/"2"`, 400],
    [`w/"1"`, 400]
  ])("If-Match %s answers %d", ([tags, status]) =>
    Effect.gen(function*() {
      const request = yield* testApp()
      const answer = yield* request(entity, sending("PATCH", { status: "running" }, { "If-Match": tags }))
      assert.strictEqual(answer.status, status, answer.text)
    }))
})

describe("what the client wants", () => {
  it.effect.each<readonly [string, number]>([
    ["*/*", 200],
    ["application/json", 200],
    ["application/json;odata.metadata=minimal;odata.streaming=true", 200],
    ["application/json;odata.metadata=none", 200],
    ["application/json;metadata=minimal, text/html;q=0.1", 200],
    ["text/html, application/*;q=0.8", 200],
    ["", 200],
    ["application/json;odata.metadata=full", 406],
    ["application/xml", 406],
    ["text/html;level=\"application/json\"", 406],
    ["application/json;q=0", 406],
    ["application/json;q=0, */*", 406],
    ["application/*;q=0, */*", 406],
    ["application/json;odata.metadata=full;q=0, application/json", 200],
    ["application/json;odata.metadata=minimal;q=0, application/json", 406],
    ["*/*;q=0, application/json;q=0.1", 200],
    ["text/plain", 406]
  ])("Accept %j answers %d", ([accept, status]) =>
    Effect.gen(function*() {
      const request = yield* testApp()
      const answer = yield* request(entity, { headers: { Accept: accept } })
      assert.strictEqual(answer.status, status, answer.text)
    }))

  it.effect.each<readonly [string, number]>([
    ["json", 200],
    ["application/json;odata.metadata=minimal", 200],
    ["JSON", 200],
    ["xml", 406],
    ["application/json;odata.metadata=full", 406]
  ])("$format=%s answers %d", ([format, status]) =>
    Effect.gen(function*() {
      const request = yield* testApp()
      const answer = yield* request(`${collection}?$format=${encodeURIComponent(format)}`)
      assert.strictEqual(answer.status, status, answer.text)
    }))

  it.effect("$format says more than Accept, once; a count is plain text", () =>
    Effect.gen(function*() {
      const request = yield* testApp()
      const ask = (path: string, Accept: string) =>
        Effect.map(request(path, { headers: { Accept } }), ({ status }) => status)
      assert.strictEqual(yield* ask(`${entity}?$format=json`, "text/html"), 200)
      assert.strictEqual(yield* ask(`${entity}?$format=xml`, "application/json"), 406)
      assert.strictEqual(yield* ask(`${entity}?$format=json&$format=json`, "application/json"), 400)
      for (const path of [`${collection}/$count`, `${collection}/%24count`]) {
        assert.strictEqual(yield* ask(path, "text/plain"), 200)
        assert.strictEqual(yield* ask(path, "text/plain;q=0"), 406)
      }
    }))

  it.effect.each<readonly [string, number]>([
    [`return=minimal`, 204],
    [`odata.maxpagesize=5, return="minimal"`, 204],
    [`x="return=minimal"`, 200],
    [`return=representation, return=minimal`, 200],
    [`respond-async; return=minimal`, 200]
  ])("Prefer %s answers %d", ([prefer, status]) =>
    Effect.gen(function*() {
      const request = yield* testApp()
      const answer = yield* request(entity, sending("PATCH", { status: "running" }, { Prefer: prefer }))
      assert.strictEqual(answer.status, status)
    }))
})

describe("what a body is", () => {
  it.effect.each<readonly [Record<string, string>, number, Record<string, string>]>([
    [{ "Content-Type": "application/json; charset=utf8" }, 200, {}],
    [{ "Content-Type": "application/json; charset=\"us-ascii\"" }, 200, {}],
    [{ "Content-Type": "application/json;odata.metadata=\"minimal\"" }, 200, {}],
    [{ "Content-Type": "application/xml" }, 415, { Accept: "application/json" }],
    [{ "Content-Type": "application/json;charset=utf-16" }, 415, { Accept: "application/json;charset=utf-8" }],
    [{ "Content-Encoding": "gzip" }, 415, { "Accept-Encoding": "identity" }],
    [{ "Transfer-Encoding": "gzip, chunked" }, 501, {}]
  ])("%j answers %d, and 415 names what is accepted", ([headers, status, named]) =>
    Effect.gen(function*() {
      const request = yield* testApp()
      const answer = yield* request(entity, sending("PATCH", {}, headers))
      assert.strictEqual(answer.status, status, answer.text)
      for (const [name, value] of Object.entries(named)) assert.strictEqual(answer.headers.get(name), value)
    }))

  it.effect("may not make an operation larger than 2 MiB, and changes nothing then", () =>
    Effect.gen(function*() {
      const request = yield* testApp()
      const large = "x".repeat(900_000)
      const first = yield* request(entity, sending("PATCH", { one: large, two: "small" }))
      const second = yield* request(entity, sending("PATCH", { two: large }))
      assert.deepStrictEqual([first.status, second.status], [200, 200])
      const third = yield* request(entity, sending("PATCH", { three: large }))
      assert.strictEqual(third.status, 413)
      assert.deepStrictEqual((yield* request(entity)).body["@odata.etag"], "W/\"3\"")
      const created = yield* request(collection, sending("POST", { clientContext: "c" }))
      assert.strictEqual(created.status, 201)
    }))
})
