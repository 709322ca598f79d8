import { assert, describe, it } from "@effect/vitest"
import { jsonSize } from "@recordop/core/jsonSize"

describe("jsonSize", () => {
  it.each([
    ["x".repeat(1_000), 1_002],
    [["x".repeat(1_000), "y"], 1_009],
    [{ name: ["x".repeat(1_000)] }, 1_015],
    [null, 8],
    [[], 2]
  ])("counts text wherever it stands", (value, size) => {
    assert.strictEqual(jsonSize(value), size)
  })
})
