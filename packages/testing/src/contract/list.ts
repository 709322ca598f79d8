import { assert, describe } from "@effect/vitest"
import { type CallId, type PageRequest, RecordOperations } from "@recordop/core"
import { Effect } from "effect"
import { callId, longCallId, operation, unknownCallId } from "../Fixtures.ts"
import { created, failsWith, freshCall, type Suite } from "./suite.ts"

/** A call with so many operations; `clientContext` counts them from 0. */
const callWith = Effect.fnUntraced(function*(length: number) {
  const operations = yield* RecordOperations
  const callId = freshCall()
  yield* Effect.forEach(
    Array.from({ length }, (_, index) => String(index)),
    (clientContext) => operations.create(callId, { clientContext })
  )
  return { operations, callId }
})

/** The pages from the first to the last, each as the `clientContext` of its operations. */
const pagesOf = Effect.fnUntraced(function*(callId: CallId, request: PageRequest) {
  const operations = yield* RecordOperations
  const pages: Array<ReadonlyArray<string | null>> = []
  let next: PageRequest | undefined = request
  while (next !== undefined) {
    const page: {
      readonly nextCursor?: string
      readonly items: ReadonlyArray<{ readonly operation: typeof operation }>
    } = yield* operations.list(callId, next)
    pages.push(page.items.map(({ operation }) => operation.clientContext))
    next = page.nextCursor === undefined
      ? undefined
      : request.limit === undefined
      ? { cursor: page.nextCursor }
      : { limit: request.limit, cursor: page.nextCursor }
  }
  return pages
})

const range = (start: number, end: number) => Array.from({ length: end - start }, (_, index) => String(start + index))

/** Order, pages and counts. */
export const list: Suite = (it) => {
  describe("list", () => {
    it.effect("gives the operations of the seed", () =>
      Effect.gen(function*() {
        const operations = yield* RecordOperations
        assert.deepStrictEqual(yield* operations.list(callId), { items: [{ version: 1, operation }] })
      }))

    it.effect("pages through thousands in the order of creation", () =>
      Effect.gen(function*() {
        const operations = yield* RecordOperations
        const pages = yield* pagesOf(longCallId, { limit: 999 })
        assert.deepStrictEqual(pages.map(({ length }) => length), [999, 999, 502])
        assert.deepStrictEqual(pages.flat(), range(0, 2_500))
        assert.strictEqual(yield* operations.count(longCallId), 2_500)
      }))

    it.effect("has 100 on a page unless told, and at most 999", () =>
      Effect.gen(function*() {
        const operations = yield* RecordOperations
        assert.strictEqual((yield* operations.list(longCallId)).items.length, 100)
        assert.strictEqual((yield* operations.list(longCallId, { limit: 5_000 })).items.length, 999)
      }))

    it.effect("names no next page when the last one is full", () =>
      Effect.gen(function*() {
        const { callId } = yield* callWith(4)
        assert.deepStrictEqual(yield* pagesOf(callId, { limit: 2 }), [["0", "1"], ["2", "3"]])
      }))

    it.effect("leaves out what is to be skipped, once", () =>
      Effect.gen(function*() {
        const { callId } = yield* callWith(6)
        assert.deepStrictEqual(yield* pagesOf(callId, { limit: 2, skip: 1 }), [["1", "2"], ["3", "4"], ["5"]])
        assert.deepStrictEqual(yield* pagesOf(callId, { skip: 6 }), [[]])
        assert.deepStrictEqual(yield* pagesOf(callId, { skip: 7 }), [[]])
      }))

    it.effect("neither skips nor repeats when operations come and go between pages", () =>
      Effect.gen(function*() {
        const { callId, operations } = yield* callWith(4)
        const first = yield* operations.list(callId, { limit: 2 })
        yield* Effect.forEach(first.items, ({ operation }) => operations.delete({ callId, operationId: operation.id }))
        yield* operations.create(callId, { clientContext: "4" })
        const rest = yield* pagesOf(callId, { limit: 2, cursor: first.nextCursor ?? "" })
        assert.deepStrictEqual(rest.flat(), ["2", "3", "4"])
      }))

    it.effect("shows an updated operation at its old place", () =>
      Effect.gen(function*() {
        const { callId, operations } = yield* callWith(3)
        const { items: [first] } = yield* operations.list(callId, { limit: 1 })
        assert.isDefined(first)
        yield* operations.update({ callId, operationId: first.operation.id }, { status: "Failed" })
        const { items } = yield* operations.list(callId)
        assert.deepStrictEqual(
          items.map(({ operation, version }) => [operation.clientContext, operation.status, version]),
          [["0", "Failed", 2], ["1", "NotStarted", 1], ["2", "NotStarted", 1]]
        )
      }))

    it.effect("refuses a cursor that it did not give", () =>
      Effect.gen(function*() {
        const operations = yield* RecordOperations
        yield* failsWith(operations.list(callId, { cursor: "nonsense" }), "InvalidRequest")
      }))

    it.effect("fails for an unknown call, as count does", () =>
      Effect.gen(function*() {
        const operations = yield* RecordOperations
        yield* failsWith(operations.list(unknownCallId), "CallNotFound")
        yield* failsWith(operations.count(unknownCallId), "CallNotFound")
      }))

    it.effect("keeps calls apart", () =>
      Effect.gen(function*() {
        const one = yield* created({ clientContext: "one" })
        const other = yield* created({ clientContext: "other" })
        assert.deepStrictEqual(yield* pagesOf(one.key.callId, {}), [["one"]])
        yield* failsWith(one.operations.get({ ...one.key, operationId: other.key.operationId }), "OperationNotFound")
      }))
  })
}
