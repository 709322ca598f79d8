import { assert, describe, it } from "@effect/vitest"
import { formatETag, formatETags, isMet, parseETags, Version } from "@recordop/core"
import { Schema } from "effect"

describe("entity tags", () => {
  it.prop("survive the header", [Schema.NonEmptyArray(Version.check(Schema.isLessThan(1e15)))], ([versions]) => {
    assert.deepStrictEqual(parseETags(formatETags(versions)), versions)
  })

  it.each([
    [`W/"3"`, [3]],
    [`"3", W/"4"`, [3, 4]],
    [` * `, "*"],
    [`"another-service"`, []],
    ["3", undefined],
    [`W/"3`, undefined],
    ["", undefined]
  ])("%s reads as %j", (text, versions) => {
    assert.deepEqual<unknown>(parseETags(text), versions)
  })

  it("writes weak tags", () => {
    assert.strictEqual(formatETag(7), `W/"7"`)
  })
})

describe("isMet", () => {
  it.each([
    [undefined, true],
    [{ ifMatch: [3] }, true],
    [{ ifMatch: [2, 3] }, true],
    [{ ifMatch: [2] }, false],
    [{ ifMatch: "*" as const }, true],
    [{ ifNoneMatch: [3] }, false],
    [{ ifNoneMatch: [2] }, true],
    [{ ifNoneMatch: "*" as const }, false]
  ])("%j against version 3 is %s", (precondition, expected) => {
    assert.strictEqual(isMet(precondition, 3), expected)
  })
})
