import { assert, describe, it } from "@effect/vitest"
import { DueQueue } from "@recordop/emulator/memory/DueQueue"
import { Arbitrary, Schema } from "effect"

const small = Schema.Int.check(Schema.isBetween({ minimum: 0, maximum: 20 }))
const Steps = Schema.Array(Schema.Tuple([small, Schema.UndefinedOr(small)]))

describe("DueQueue", () => {
  it.prop("does what a map does that is sorted by instant", [Arbitrary.schema(Steps), Arbitrary.schema(small)], (
    [steps, until]
  ) => {
    const queue = new DueQueue()
    const map = new Map<string, number>()
    for (const [key, at] of steps) {
      queue.set(String(key), at)
      if (at === undefined) map.delete(String(key))
      else map.set(String(key), at)
    }
    const instants = Array.from(map.values()).toSorted((a, b) => a - b)
    assert.strictEqual(queue.first()?.at, instants[0])
    const due = queue.due(until, Infinity)
    assert.deepStrictEqual(due.map(({ at }) => at), instants.filter((at) => at <= until))
    assert.deepStrictEqual(
      due.map(({ key }) => key).toSorted(),
      Array.from(map.keys()).filter((key) => (map.get(key) ?? Infinity) <= until).toSorted()
    )
    assert.strictEqual(queue.nextAfter(until), instants.find((at) => at > until))
    assert.deepStrictEqual(queue.due(until, Infinity), due)
  })

  it("gives keys of one instant in the order in which they were set, and no more than asked for", () => {
    const queue = new DueQueue()
    for (const key of ["c", "a", "b"]) queue.set(key, 7)
    assert.deepStrictEqual(queue.due(7, 2).map(({ key }) => key), ["c", "a"])
  })

  it("holds little of what was due once", () => {
    const queue = new DueQueue()
    for (let at = 1; at <= 100_000; at++) queue.set("one", at)
    queue.set("other", 200_000)
    assert.isBelow(queue.length, 2_000)
    assert.deepStrictEqual(queue.due(300_000, 10).map(({ key, at }) => [key, at]), [["one", 100_000], [
      "other",
      200_000
    ]])
  })
})
