import { assert, describe, it } from "@effect/vitest"
import { formatIsoDuration, parseIsoDuration } from "@recordop/MISSING"
import { parseShortDuration } from "@recordop/emulator/model/caller/shortDuration"
import { Arbitrary, Schema } from "effect"

describe("an ISO 8601 duration", () => {
  it.each([
    ["PT7S", 7_000],
    ["PT0S", 0],
    ["PT1M30.5S", 90_500],
    ["PT2H", 7_200_000],
    ["P1D", 86_400_000],
    ["P1DT1S", 86_401_000],
    ["PT90M", 5_400_000],
    ["P365D", 31_536_000_000]
  ])("%s is %d ms", (text, milliseconds) => {
    assert.strictEqual(parseIsoDuration(text), milliseconds)
  })

  it.each(["", "P", "PT", "7S", "PT7", "-PT7S", "PT-7S", "P1Y", "P1M", "P1W", "PT1S2M", "P366D", "pt7s", " PT7S"])(
    "%j is none",
    (text) => {
      assert.isUndefined(parseIsoDuration(text))
    }
  )

  it.prop("is read as it is written", [
    Arbitrary.schema(Schema.Int.check(Schema.isBetween({ minimum: 0, maximum: 31_536_000_000 })))
  ], ([milliseconds]) => {
    assert.strictEqual(parseIsoDuration(formatIsoDuration(milliseconds)), milliseconds)
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
