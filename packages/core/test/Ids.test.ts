import { assert, describe, it } from "@effect/vitest"
import { CallId, idKey, isSameId } from "@recordop/core"
import { Schema } from "effect"

const decode = Schema.decodeUnknownSync(CallId)
const isId = Schema.is(CallId)

describe("CallId", () => {
  it.each([
    ["57DAB8B1894C409AB240BD8BEAE78896", "57dab8b1-894c-409a-b240-bd8beae78896"],
    ["57DAB8B1-894c-409a-b240-bd8beae78896", "57dab8b1-894c-409a-b240-bd8beae78896"],
    ["Call-1", "Call-1"]
  ])("reads %s as %s", (text, id) => {
    assert.strictEqual(decode(text), id)
  })

  it("compares without letter case and dashes", () => {
    assert.strictEqual(idKey(decode("Call-1")), idKey(decode("CALL1")))
    assert.isTrue(isSameId("57DAB8B1894C409AB240BD8BEAE78896", "57dab8b1-894c-409a-b240-bd8beae78896"))
    assert.isFalse(isSameId("57DAB8B1894C409AB240BD8BEAE78896", "57dab8b1-894c-409a-b240-bd8beae78897"))
    assert.notStrictEqual(idKey(decode("call-1")), idKey(decode("call-2")))
  })

  it.each(["", ".", "..", "-", "a/b", "a b", "a%20b", "a?b", "a#b", "a\\b", "$count", "é", "x".repeat(256), 5, null])(
    "refuses %j",
    (text) => assert.isFalse(isId(text))
  )

  it.prop("is stable under its own spelling", [CallId], ([id]) => {
    assert.strictEqual(decode(decode(id)), decode(id))
  })
})
