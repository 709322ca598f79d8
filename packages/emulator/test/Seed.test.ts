import { assert, describe, it } from "@effect/vitest"
import { demoSeed, Seed } from "@recordop/emulator/protocol/Seed"
import { Schema } from "effect"

describe("Seed", () => {
  const decode = Schema.decodeUnknownSync(Seed)

  it("has the demo", () => {
    assert.deepStrictEqual(decode(demoSeed), demoSeed)
  })

  it("refuses ids that are the same", () => {
    const operation = { id: "op-1", status: "Running" }
    assert.throws(() => decode({ calls: [{ id: "c", operations: [operation, { ...operation, id: "OP1" }] }] }), /ids/)
    assert.throws(() => decode({ calls: [{ id: "c", operations: [] }, { id: "C", operations: [] }] }), /ids/)
  })
})
