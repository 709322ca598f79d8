import { assert, describe, it } from "@effect/vitest"
import { newOperation, OperationId } from "@recordop/core"
import { callId } from "@recordop/testing/Fixtures"
import { Effect } from "effect"
import { collection, errorOf, testApp } from "./testApp.ts"

const seed = {
  calls: [{
    id: callId,
    operations: Array.from({ length: 250 }, (_, index) => newOperation(OperationId.make(`op-${index}`), { index }))
  }]
}

const indexes = (body: Record<string, unknown>) =>
  Array.isArray(body["value"]) ? body["value"].map(({ index }: { readonly index: number }) => index) : []

const range = (start: number, end: number) => Array.from({ length: end - start }, (_, index) => start + index)

describe("GET operations", () => {
  it.effect("has 100 on a page, and links that lead through all", () =>
    Effect.gen(function*() {
      const request = yield* testApp({ seed })
      const pages: Array<ReadonlyArray<number>> = []
      let url: unknown = `${collection}?$select=id,index&custom=1`
      while (typeof url === "string") {
        const { body, status } = yield* request(url)
        assert.strictEqual(status, 200)
        pages.push(indexes(body))
        url = body["@odata.nextLink"]
        if (typeof url === "string") {
          assert.include(url, `http://localhost${collection}?$select=id,index&custom=1&$skiptoken=`)
        }
      }
      assert.deepStrictEqual(pages, [range(0, 100), range(100, 200), range(200, 250)])
    }))

  it.effect("takes $top as the size of a page, $skip once, and $count", () =>
    Effect.gen(function*() {
      const request = yield* testApp({ seed })
      const first = yield* request(`${collection}?%24top=2&$skip=3&$count=true`)
      assert.deepStrictEqual(indexes(first.body), [3, 4])
      assert.strictEqual(first.body["@odata.count"], 250)
      assert.strictEqual(
        first.body["@odata.context"],
        `http://localhost/v1.0/$metadata#communications/calls('${callId}')/operations`
      )
      const second = yield* request(String(first.body["@odata.nextLink"]))
      assert.deepStrictEqual(indexes(second.body), [5, 6])
    }))

  it.effect("gives an empty page for $top=0", () =>
    Effect.gen(function*() {
      const request = yield* testApp({ seed })
      const { body } = yield* request(`${collection}?$top=0`)
      assert.deepStrictEqual([body["value"], body["@odata.nextLink"]], [[], undefined])
    }))

  it.effect("lets beta leave out the dollar, and v1.0 ignore such an option", () =>
    Effect.gen(function*() {
      const request = yield* testApp({ seed })
      const beta = yield* request(`${collection.replace("v1.0", "beta")}?top=1`)
      const current = yield* request(`${collection}?top=1`)
      assert.deepStrictEqual([indexes(beta.body).length, indexes(current.body).length], [1, 100])
    }))

  it.effect("counts as text", () =>
    Effect.gen(function*() {
      const request = yield* testApp({ seed })
      const { headers, text } = yield* request(`${collection}/$count`)
      assert.deepStrictEqual([text, headers.get("Content-Type")], ["250", "text/plain"])
    }))

  it.effect.each(
    [
      ["$top=-1", "$top: Expected a whole number from 0"],
      ["$top=1.5", "$top: Expected a whole number from 0"],
      ["$skip=many", "$skip: Expected a whole number from 0"],
      ["$count=yes", "$count: Expected true or false"],
      ["$select=", "$select: Expected names of properties without a path"],
      ["$select=resultInfo/code", "$select: Expected names of properties without a path"],
      ["$top=1&%24top=2", "'$top' is given twice"],
      ["$filter=status eq 'Running'", "'$filter' is not supported"],
      ["$orderby=id", "'$orderby' is not supported"],
      ["$nonsense=1", "'$nonsense' is not supported"],
      ["$skiptoken=x", "Unknown cursor"]
    ] as const
  )("refuses %s", ([query, message]) =>
    Effect.gen(function*() {
      const request = yield* testApp({ seed })
      const answer = yield* request(`${collection}?${query}`)
      assert.strictEqual(answer.status, 400)
      assert.include(errorOf(answer).message, message)
    }))
})
