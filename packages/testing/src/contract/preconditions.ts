import { assert, describe } from "@effect/vitest"
import type { Precondition } from "@recordop/core"
import { RecordOperations } from "@recordop/core"
import { Effect } from "effect"
import { callId, unknownId } from "../Fixtures.ts"
import { created, failsWith, type Suite } from "./suite.ts"

const met: ReadonlyArray<readonly [string, Precondition]> = [
  ["its version", { ifMatch: [2] }],
  ["one of several versions", { ifMatch: [7, 2] }],
  ["any version", { ifMatch: "*" }],
  ["not another version", { ifNoneMatch: [1] }]
]

const unmet: ReadonlyArray<readonly [string, Precondition]> = [
  ["an older version", { ifMatch: [1] }],
  ["a version to come", { ifMatch: [3] }],
  ["no version", { ifMatch: [] }],
  ["not its version", { ifNoneMatch: [2] }],
  ["not to exist", { ifNoneMatch: "*" }]
]

/** An operation in version 2. */
const changedOnce = Effect.gen(function*() {
  const { key, operations } = yield* created({})
  yield* operations.update(key, { status: "Running" })
  return { key, operations }
})

/** Changes that are made only in certain versions. */
export const preconditions: Suite = (it) => {
  describe("a precondition", () => {
    it.effect.each(met)("lets a change pass that wants %s", ([, precondition]) =>
      Effect.gen(function*() {
        const { key, operations } = yield* changedOnce
        assert.strictEqual((yield* operations.update(key, { status: "Failed" }, precondition)).version, 3)
        yield* operations.delete(key)
      }))

    it.effect.each(unmet)("refuses a change that wants %s", ([, precondition]) =>
      Effect.gen(function*() {
        const { key, operations } = yield* changedOnce
        const before = yield* operations.get(key)
        yield* failsWith(operations.update(key, { status: "Failed" }, precondition), "VersionMismatch")
        yield* failsWith(operations.update(key, {}, precondition), "VersionMismatch")
        yield* failsWith(operations.delete(key, precondition), "VersionMismatch")
        assert.deepStrictEqual(yield* operations.get(key), before)
      }))

    it.effect("lets a delete of its version pass", () =>
      Effect.gen(function*() {
        const { key, operations } = yield* changedOnce
        yield* operations.delete(key, { ifMatch: [2] })
        yield* failsWith(operations.get(key), "OperationNotFound")
      }))

    it.effect("does not hide that there is no such operation", () =>
      Effect.gen(function*() {
        const operations = yield* RecordOperations
        const key = { callId, operationId: unknownId }
        yield* failsWith(operations.update(key, {}, { ifMatch: [1] }), "OperationNotFound")
      }))
  })
}
