import { assert, describe } from "@effect/vitest"
import { type OperationKey, type RecordOperationChange, RecordOperations, type Unavailable } from "@recordop/core"
import { Effect, Stream } from "effect"
import { created, type Suite } from "./suite.ts"

/** The next so many changes of an operation. */
const take = Effect.fnUntraced(function*(
  changes: Stream.Stream<RecordOperationChange, Unavailable>,
  { operationId }: OperationKey,
  count: number
) {
  return yield* changes.pipe(
    Stream.filter(({ operation }) => operation.id === operationId),
    Stream.take(count),
    Stream.runCollect
  )
})

/** The stream of changes. */
export const changes: Suite = (it) => {
  describe("changes", () => {
    it.effect("has what is created, updated and deleted, in order", () =>
      Effect.gen(function*() {
        const operations = yield* RecordOperations
        const stream = yield* operations.changes
        const { key, operation } = yield* created({ status: "Running" })
        const updated = yield* operations.update(key, { status: "Completed" })
        yield* operations.update(key, { status: "Completed" })
        yield* operations.delete(key)
        const { callId } = key
        assert.deepStrictEqual(yield* take(stream, key, 3), [
          { changeType: "created", callId, version: 1, operation },
          { changeType: "updated", callId, ...updated },
          { changeType: "deleted", callId, ...updated }
        ])
      }))

    it.effect("has the versions of one operation in order", () =>
      Effect.gen(function*() {
        const { key, operations } = yield* created({})
        const stream = yield* operations.changes
        yield* Effect.forEach(
          Array.from({ length: 50 }, (_, index) => index),
          (index) => operations.update(key, { index }),
          { concurrency: "unbounded" }
        )
        const versions = (yield* take(stream, key, 50)).map(({ version }) => version)
        assert.deepStrictEqual(versions, Array.from({ length: 50 }, (_, index) => index + 2))
      }))

    it.effect("has no change that was refused", () =>
      Effect.gen(function*() {
        const { key, operations } = yield* created({})
        const stream = yield* operations.changes
        yield* Effect.ignore(operations.update(key, { status: "Failed" }, { ifMatch: [9] }))
        yield* operations.update(key, { status: "Running" })
        assert.deepStrictEqual((yield* take(stream, key, 1)).map(({ operation }) => operation.status), ["Running"])
      }))
  })
}
