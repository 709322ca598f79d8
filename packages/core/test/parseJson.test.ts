import { assert, describe, it } from "@effect/vitest"
import { parseJson } from "@recordop/core"
import { Result, Schema } from "effect"

const problem = (text: string) => {
  const result = parseJson(text)
  return Result.isFailure(result) ? result.failure.message : undefined
}

describe("parseJson", () => {
  it.prop("reads whatever JSON.stringify writes", [Schema.Json], ([json]) => {
    const text = JSON.stringify(json, null, 1)
    if (text.includes("__proto__")) return
    const result = parseJson(text)
    assert.deepStrictEqual(Result.isSuccess(result) ? result.success : result.failure, JSON.parse(text))
  })

  it.each([
    ["", "there is no JSON"],
    [" \n", "there is no JSON"],
    [`{"a":1,"a":2}`, "the property 'a' stands twice in one object"],
    [`{"a" : 1, "\\u0061":2}`, "the property 'a' stands twice in one object"],
    [`{"x":[{"b":1,"b":1}]}`, "the property 'b' stands twice in one object"],
    [`{"a":1e400}`, "the number 1e400 cannot be kept exactly"],
    [`{"a":1e-400}`, "the number 1e-400 cannot be kept exactly"],
    [`{"a":9007199254740993.0}`, "the number 9007199254740993.0 cannot be kept exactly"],
    [`{"a":9007199254740993}`, "the number 9007199254740993 cannot be kept exactly"],
    [`{"a":12345678901234567.25}`, "the number 12345678901234567.25 cannot be kept exactly"],
    [`{"a":0.1234567890123456789}`, "the number 0.1234567890123456789 cannot be kept exactly"],
    [`{"a":1234567.89012345678}`, "the number 1234567.89012345678 cannot be kept exactly"],
    [`{"a":123456789.0123456789e-5}`, "the number 123456789.0123456789e-5 cannot be kept exactly"],
    [`{"a":{"__proto__":1}}`, "the property name 'a.__proto__' is not allowed"],
    [`{"\\u005f_proto__":1}`, "the property name '__proto__' is not allowed"],
    ["[".repeat(101) + "]".repeat(101), "more than 100 levels of nesting"],
    ["[".repeat(500_000) + "]".repeat(500_000), "more than 100 levels of nesting"]
  ])("refuses %.40s", (text, message) => {
    assert.strictEqual(problem(text), message)
  })

  it.prop("takes every number as JSON.stringify writes it", [Schema.Finite], ([number]) => {
    assert.deepStrictEqual(parseJson(JSON.stringify([number])), Result.succeed([number === 0 ? 0 : number]))
  })

  it.each<readonly [string, Schema.Json]>([
    ["-0", 0],
    ["[1,-0]", [1, 0]],
    ["[ -0 ]", [0]],
    [`{"a":-0}`, { a: 0 }],
    [`"1-0"`, "1-0"]
  ])("reads -0 as 0, wherever it stands: %s", (text, value) => {
    assert.deepStrictEqual(parseJson(text), Result.succeed(value))
  })

  it("reads -0 as 0", () => {
    assert.deepStrictEqual(parseJson(`{"a":[-0,-0.0,-0e5,"-0"]}`), Result.succeed({ a: [0, 0, 0, "-0"] }))
  })

  it.each(["{", "nul", "{'a':1}", `{"a":1,}`, `"\u0000"`, "NaN"])("refuses %j as broken", (text) => {
    assert.match(String(problem(text)), /^not valid JSON: /)
  })

  it.each([
    `{"a":"\\"a\\":1","b":{"a":"x\\":"}}`,
    `{"a":"12345678901234567890"}`,
    `{"a":-22940857700293630}`,
    `{"a":9007199254740991,"b":-1.5e300,"c":0.12345678901234568}`,
    `{"a":100000000000000000000,"b":1e23,"c":0.1000000000000000000,"d":5e-324,"e":1.7976931348623157e308}`,
    `{"a":1234567890123.4560000000,"b":0.0000000000000000001,"c":-0,"d":0e-400,"e":-0.000}`,
    `[{"a":1},{"a":2}]`,
    `{"a":"${"\\n".repeat(400_000)}","b":"\\"b\\": "}`,
    "[".repeat(100) + "]".repeat(100)
  ])("takes %.40s", (text) => {
    assert.strictEqual(problem(text), undefined)
  })
})
