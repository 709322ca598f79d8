import { assert, describe, it } from "@effect/vitest"
import { CallerScript, CallerActionFromString } from "@recordop/emulator/model/caller/CallerScript"
import { Arbitrary, Result, Schema } from "effect"

const decode = Schema.decodeUnknownResult(CallerScript)
const messageOf = (text: string) => {
  const decoded = decode(text)
  return Result.isFailure(decoded) ? decoded.failure.message : assert.fail("it decodes")
}

describe("CallerScript", () => {
  it("has a short text form", () => {
    assert.deepStrictEqual(
      Schema.decodeSync(CallerScript)(" Speak 3s;silence 1.5s ; tone #; tone a; speak 500ms; fail media; hang  up;"),
      [
        { _tag: "Speak", milliseconds: 3_000 },
        { _tag: "Silence", milliseconds: 1_500 },
        { _tag: "Tone", tone: "#" },
        { _tag: "Tone", tone: "A" },
        { _tag: "Speak", milliseconds: 500 },
        { _tag: "Fail", part: "media" },
        { _tag: "HangUp" }
      ]
    )
  })

  it.prop("reads what it writes", [Arbitrary.schema(Schema.toType(CallerScript))], ([script]) => {
    assert.deepStrictEqual(Schema.decodeSync(CallerScript)(Schema.encodeSync(CallerScript)(script)), script)
  })

  it.each([
    ["", "got nothing"],
    ["speak", "step 1: expected speak 3s"],
    ["speak 3s; shout 2s", "step 2: expected speak 3s or silence 2s (1ms to 1h), tone #, hang up, or fail"],
    ["speak 3", "got 'speak 3'"],
    ["speak 0s", "got 'speak 0s'"],
    ["speak 2h", "got 'speak 2h'"],
    ["tone E", "got 'tone E'"],
    ["hang on", "got 'hang on'"],
    ["fail call", "got 'fail call'"],
    ["speak 1s;".repeat(1_001), "at most 1000 steps, got 1001"]
  ])("refuses %j", (text, message) => {
    assert.include(messageOf(text), message)
  })

  it("has steps of its own", () => {
    assert.deepStrictEqual(Schema.decodeSync(CallerActionFromString)("tone *"), { _tag: "Tone", tone: "*" })
    assert.isTrue(Result.isFailure(Schema.decodeResult(CallerActionFromString)("speak 1s; tone *")))
  })
})
