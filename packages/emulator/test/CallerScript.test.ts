import { assert, describe, it } from "@effect/vitest"
import { CallerActionFromString, CallerScript } from "@recordop/emulator/model/caller/CallerScript"
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

  it.each(["join \"a\ud800\"", "join \"a\u0000b\"", "play \"\udfff.wav\"", "expect prompt \"a\ud83d\""])(
    "takes no name that a store could not keep as it is: %j",
    (text) => {
      assert.isTrue(Result.isFailure(decode(text)))
    }
  )

  it("waits for what happens in the call, and expects it of the bot", () => {
    const text = "when prompt welcome.wav ends: tone 2; when recording within 5s: speak 3s; tone #; " +
      "when prompt \"a b;c\": join \"Carol Danvers\"; mute Carol; when established: when transfer: leave Bob; " +
      "expect prompt within 1500ms; expect prompt \"ends\"; expect recording ends; unmute Al; fail transfer; " +
      "expect hang up within 3s"
    const steps = Schema.decodeSync(CallerScript)(text.replace(" leave", "\n leave").replaceAll("; ", "\n"))
    assert.deepStrictEqual(steps.slice(0, 4), [
      { _tag: "When", occasion: { _tag: "PromptEnds", name: "welcome.wav" }, within: null },
      { _tag: "Tone", tone: "2" },
      { _tag: "When", occasion: { _tag: "RecordingBegins" }, within: 5_000 },
      { _tag: "Speak", milliseconds: 3_000 }
    ])
    assert.strictEqual(Schema.encodeSync(CallerScript)(steps), text)
  })

  it("knows prompts by URIs with colons", () => {
    assert.deepStrictEqual(Schema.decodeSync(CallerScript)("WHEN Prompt http://a:80/b.wav Ends Within 1 s: hang up"), [
      { _tag: "When", occasion: { _tag: "PromptEnds", name: "http://a:80/b.wav" }, within: 1_000 },
      { _tag: "HangUp" }
    ])
  })

  it.each(["ends", "Ends", "WITHIN", "a;b", "x:", "'a'"])("writes the name %j so that it means the same", (name) => {
    for (const text of [`when prompt "${name}": join "${name}"`, `expect prompt "${name}" ends within 1s`]) {
      const steps = Schema.decodeSync(CallerScript)(text)
      assert.deepStrictEqual(Schema.decodeSync(CallerScript)(Schema.encodeSync(CallerScript)(steps)), steps)
    }
    const joined = Schema.decodeSync(CallerActionFromString)(`join "${name}"`)
    assert.deepStrictEqual(joined, { _tag: "Join", name })
    assert.deepStrictEqual(
      Schema.decodeSync(CallerActionFromString)(Schema.encodeSync(CallerActionFromString)(joined)),
      joined
    )
  })

  it("refuses what is far too long, whatever it is made of", () => {
    assert.include(messageOf("when recording: ".repeat(20_000)), "at most 1000 steps")
    assert.include(messageOf("when recording: ".repeat(20_000) + "tone 1"), "at most 1000 steps")
  })

  it.each([
    ["speak \"3s\"", "expected speak 3s"],
    ["hang \"up\"", "expected speak 3s"],
    ["join \"Ann\"x", "join|leave|mute|unmute NAME"],
    ["join \"  \"", "join|leave|mute|unmute NAME"],
    ["join \"a\nb\"", "join|leave|mute|unmute NAME"],
    ["", "got nothing"],
    ["tone 1; when recording tone #", "step 2 (character 9): expected a colon after the event"],
    ["when dinner: tone 1", "step 1 (character 1): expected established, prompt [NAME] [ends]"],
    ["when recording within 0s: tone 1", "and within 5s (1ms to 1h)"],
    ["when : tone 1", "expected established"],
    ["expect prompt a b", "expected established"],
    ["expect hang up soon", "expected established"],
    ["when recording: shout", "expected speak 3s"],
    ["join", "join|leave|mute|unmute NAME"],
    ["constructor Bob", "join|leave|mute|unmute NAME"],
    ["__proto__ Bob", "join|leave|mute|unmute NAME"],
    ["mute \"", "join|leave|mute|unmute NAME"],
    ["speak", "step 1 (character 1): expected speak 3s"],
    ["speak 3s; shout 2s", "step 2 (character 11): expected speak 3s or silence 2s (1ms to 1h), tone #, hang up, fail"],
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
    for (const text of ["speak 1s; tone *", "when recording: tone *", "expect hang up", "", "tone 1\ntone 2"]) {
      assert.isTrue(Result.isFailure(Schema.decodeResult(CallerActionFromString)(text)), text)
    }
  })
})
