import { assert, describe, it } from "@effect/vitest"
import { parseShortDuration } from "@recordop/emulator/model/caller/shortDuration"
import { Advance } from "@recordop/emulator/protocol/clock"
import { Arbitrary, Duration, Option, Schema } from "effect"

const decode = Schema.decodeUnknownOption(Advance)
const parse = (text: string) => Option.getOrUndefined(Option.map(decode(text), Duration.toMillis))

const milliseconds = Arbitrary.schema(Schema.Int.check(Schema.isBetween({ minimum: 0, maximum: 31_536_000_000 })))

describe("how far the clock is turned", () => {
  it.each([
    ["PT7S", 7_000],
    ["PT0S", 0],
    ["PT1M30.5S", 90_500],
    ["PT2H", 7_200_000],
    ["P1D", 86_400_000],
    ["P1W", 604_800_000],
    ["P1DT1S", 86_401_000],
    ["PT90M", 5_400_000],
    ["P365D", 31_536_000_000],
    ["7s", 7_000],
    ["1.5m", 90_000]
  ])("%s is %d ms", (text, milliseconds) => {
    assert.strictEqual(parse(text), milliseconds)
  })

  it.each(["", "P", "PT", "7S", "PT7", "-PT7S", "PT-7S", "P1Y", "P1M", "PT1S2M", "P366D", "pt7s", " PT7S", "8761h"])(
    "%j is none",
    (text) => {
      assert.isUndefined(parse(text))
    }
  )

  it.prop("is read as it is written", [milliseconds], ([milliseconds]) => {
    const text = Schema.encodeSync(Advance)(Duration.millis(milliseconds))
    assert.strictEqual(parse(text), milliseconds)
  })
})

describe("a short duration", () => {
  it.each([["3s", 3_000], ["1.5s", 1_500], ["500ms", 500], ["2 m", 120_000], ["1H", 3_600_000], ["0.25s", 250]])(
    "%s is %d ms",
    (text, milliseconds) => {
      assert.strictEqual(parseShortDuration(text), milliseconds)
    }
  )

  it.each(["", "3", "s", "-3s", "3 days", "1e3s", "3s4s"])("%j is none", (text) => {
    assert.isUndefined(parseShortDuration(text))
  })
})
