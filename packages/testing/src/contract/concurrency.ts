import { assert, describe } from "@effect/vitest"
import { RecordOperations } from "@recordop/core"
import { Effect } from "effect"
import { created, freshCall, type Suite } from "./suite.ts"

const numbers = Array.from({ length: 200 }, (_, index) => index)

/** What happens at the same time. */
export const concurrency: Suite = (it) => {
  describe("at the same time", () => {
    it.effect("200 updates of one operation all count", () =>
      Effect.gen(function*() {
        const { key, operations } = yield* created({})
        const versions = yield* Effect.forEach(
          numbers,
          (index) => Effect.map(operations.update(key, { [`property${index}`]: index }), ({ version }) => version),
          { concurrency: "unbounded" }
        )
        assert.deepStrictEqual(versions.toSorted((a, b) => a - b), numbers.map((index) => index + 2))
        const { operation, version } = yield* operations.get(key)
        assert.strictEqual(version, 201)
        assert.deepInclude(operation, Object.fromEntries(numbers.map((index) => [`property${index}`, index])))
      }))

    it.effect("one of many updates of the same version wins", () =>
      Effect.gen(function*() {
        const { key, operations } = yield* created({})
        const results = yield* Effect.forEach(
          numbers.slice(0, 20),
          (index) => Effect.result(operations.update(key, { winner: index }, { ifMatch: [1] })),
          { concurrency: "unbounded" }
        )
        assert.strictEqual(results.filter(({ _tag }) => _tag === "Success").length, 1)
        assert.strictEqual((yield* operations.get(key)).version, 2)
      }))

    it.effect("operations are created in a call that is new", () =>
      Effect.gen(function*() {
        const operations = yield* RecordOperations
        const callId = freshCall()
        yield* Effect.forEach(numbers.slice(0, 50), () => operations.create(callId, {}), { concurrency: "unbounded" })
        assert.strictEqual(yield* operations.count(callId), 50)
      }))
  })
}
