import { assert, describe, it } from "@effect/vitest"
import { printable } from "@recordop/emulator/printable"

describe("printable", () => {
  it.each([
    ["plain é 🎙", "plain é 🎙"],
    ["two\n  lines", "two   lines"],
    ["\u001b[31mred", "\\u001b[31mred"],
    ["\u009b31m", "\\u009b31m"]
  ])("%j becomes %j", (text, expected) => {
    assert.strictEqual(printable(text), expected)
  })
})
