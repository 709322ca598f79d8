import { assert, describe } from "@effect/vitest"
import { canonicalId, newOperation, OperationId, RecordOperations } from "@recordop/core"
import type { RecordOperation, RecordOperationUpdate } from "@recordop/core"
import { Arbitrary, Effect, Schema } from "effect"
import { callId, operation, operationId, unknownCallId, unknownId } from "../Fixtures.ts"
import { created, failsWith, freshCall, type Suite } from "./suite.ts"

const full: RecordOperationUpdate = { ...operation, "@odata.type": "#microsoft.graph.recordOperation" }

const rules: ReadonlyArray<
  readonly [rule: string, before: RecordOperationUpdate, update: RecordOperationUpdate, after: Partial<RecordOperation>]
> = [
  ["leaves what is absent", full, { status: "Failed" }, {
    clientContext: operation.clientContext,
    rating: { stars: 5 }
  }],
  ["replaces a primitive", full, { clientContext: "other" }, { clientContext: "other" }],
  ["clears clientContext", full, { clientContext: null }, { clientContext: null }],
  ["clears recordingLocation", full, { recordingLocation: null }, { recordingLocation: null }],
  ["clears recordingAccessToken", full, { recordingAccessToken: null }, { recordingAccessToken: null }],
  ["clears completionReason", full, { completionReason: null }, { completionReason: null }],
  ["clears resultInfo", full, { resultInfo: null }, { resultInfo: null }],
  ["merges resultInfo", full, { resultInfo: { code: 400 } }, {
    resultInfo: { code: 400, subcode: 8514, message: "Action completed as stop tone was detected." }
  }],
  ["completes a resultInfo over null", {}, { resultInfo: { message: "m" } }, {
    resultInfo: { code: 0, subcode: 0, message: "m" }
  }],
  ["leaves resultInfo for an empty one", full, { resultInfo: {} }, {}],
  ["keeps a dynamic property", {}, { tags: ["a", { b: null }] }, { tags: ["a", { b: null }] }],
  ["replaces a dynamic property as a whole", full, { rating: { votes: 1 } }, { rating: { votes: 1 } }],
  ["lets an operation leave a final status", full, { status: "Running" }, { status: "Running" }],
  ["keeps text as it is", {}, { clientContext: "\u0000 \"'; é 🎙 \ud800" }, { clientContext: "\u0000 \"'; é 🎙 \ud800" }],
  ["does nothing for an empty update", full, {}, {}]
]

/** Create, get and update, and each rule of merge-update as seen through the port. */
export const merge: Suite = (it) => {
  describe("get", () => {
    it.effect("gives the operations of the seed", () =>
      Effect.gen(function*() {
        const operations = yield* RecordOperations
        assert.deepStrictEqual(yield* operations.get({ callId, operationId }), { version: 1, operation })
      }))

    it.effect("compares ids without letter case and dashes", () =>
      Effect.gen(function*() {
        const operations = yield* RecordOperations
        const id = OperationId.make(canonicalId(operationId.replaceAll("-", "").toUpperCase()))
        assert.strictEqual((yield* operations.get({ callId, operationId: id })).operation.id, operationId)
      }))

    it.effect("tells an unknown call from an unknown operation", () =>
      Effect.gen(function*() {
        const operations = yield* RecordOperations
        yield* failsWith(operations.get({ callId: unknownCallId, operationId }), "CallNotFound")
        yield* failsWith(operations.get({ callId, operationId: unknownId }), "OperationNotFound")
      }))
  })

  describe("create", () => {
    it.effect("starts an operation with nothing but its id", () =>
      Effect.gen(function*() {
        const { key, operation, operations, version } = yield* created({})
        assert.deepStrictEqual({ operation, version }, { operation: newOperation(key.operationId, {}), version: 1 })
        assert.deepStrictEqual(yield* operations.get(key), { operation, version })
      }))

    it.effect("takes the properties of an update", () =>
      Effect.gen(function*() {
        const { key, operation, operations } = yield* created(full)
        assert.deepStrictEqual(operation, newOperation(key.operationId, full))
        assert.deepStrictEqual((yield* operations.get(key)).operation, operation)
      }))

    it.effect("gives each operation another id", () =>
      Effect.gen(function*() {
        const { key, operations } = yield* created({})
        const { operation } = yield* operations.create(key.callId, {})
        assert.notStrictEqual(operation.id, key.operationId)
      }))

    it.effect("takes no id that is taken", () =>
      Effect.gen(function*() {
        const { key, operations } = yield* created({})
        yield* failsWith(operations.create(key.callId, {}, key.operationId), "AlreadyExists", "InvalidRequest")
      }))
  })

  describe("update", () => {
    it.effect.each(rules)("%s", ([, before, update, after]) =>
      Effect.gen(function*() {
        const { key, operation, operations } = yield* created(before)
        const updated = yield* operations.update(key, update)
        assert.deepInclude(updated.operation, after)
        for (const name of Object.keys(operation)) {
          if (!Object.hasOwn(update, name)) assert.deepStrictEqual(updated.operation[name], operation[name])
        }
        assert.deepStrictEqual(yield* operations.get(key), updated)
      }))

    it.effect("removes a dynamic property for null", () =>
      Effect.gen(function*() {
        const { key, operations } = yield* created(full)
        assert.notProperty((yield* operations.update(key, { rating: null })).operation, "rating")
        assert.notProperty((yield* operations.get(key)).operation, "rating")
      }))

    it.effect("raises the version by one, and not when nothing changes", () =>
      Effect.gen(function*() {
        const { key, operations } = yield* created({})
        assert.strictEqual((yield* operations.update(key, { status: "Running" })).version, 2)
        assert.strictEqual((yield* operations.update(key, { status: "Running" })).version, 2)
        assert.strictEqual((yield* operations.update(key, { status: "Completed" })).version, 3)
      }))

    it.effect("changes nothing the second time, whatever the JSON", () =>
      Effect.gen(function*() {
        const { key, operations } = yield* created({})
        const values = yield* Arbitrary.sampleEffect(Arbitrary.schema(Schema.Json), { count: 100 })
        const allowed = values.filter((value) => !/@|"\$(?:id|ref|values)"|__proto__/.test(JSON.stringify(value)))
        for (const own of [-0, [-0, { n: -0 }], 0.1, "\u2028", "\udc00", ...allowed]) {
          const first = yield* operations.update(key, { own, resultInfo: { code: -0 } })
          const second = yield* operations.update(key, { own, resultInfo: { code: -0 } })
          assert.deepStrictEqual(second, first)
          assert.deepStrictEqual(yield* operations.get(key), first)
          assert.deepStrictEqual(first.operation["own"] ?? null, JSON.parse(JSON.stringify(own)))
        }
      }))

    it.effect("tells an unknown call from an unknown operation", () =>
      Effect.gen(function*() {
        const operations = yield* RecordOperations
        yield* failsWith(operations.update({ callId: unknownCallId, operationId }, {}), "CallNotFound")
        yield* failsWith(operations.update({ callId, operationId: unknownId }, {}), "OperationNotFound")
      }))
  })

  describe("delete", () => {
    it.effect("removes the operation and leaves the call", () =>
      Effect.gen(function*() {
        const { key, operations } = yield* created({})
        yield* operations.delete(key)
        yield* failsWith(operations.get(key), "OperationNotFound")
        yield* failsWith(operations.delete(key), "OperationNotFound")
        assert.strictEqual(yield* operations.count(key.callId), 0)
      }))

    it.effect("tells an unknown call", () =>
      Effect.gen(function*() {
        const operations = yield* RecordOperations
        yield* failsWith(operations.delete({ callId: freshCall(), operationId }), "CallNotFound")
      }))
  })
}
