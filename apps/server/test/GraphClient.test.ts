import { assert, describe, it } from "@effect/vitest"
import { Client, GraphError, PageIterator } from "@microsoft/microsoft-graph-client"
import { newOperation, OperationId } from "@recordop/core"
import { callId, operation, operationId, seed, unknownId } from "@recordop/testing/Fixtures"
import { Effect } from "effect"
import { listen } from "./listen.ts"

const collection = `/communications/calls/${callId}/operations`
const entity = `${collection}/${operationId}`

/** The error that a request rejects with. */
const error = (request: () => Promise<unknown>) =>
  Effect.promise(() =>
    request().then(
      () => assert.fail("the request succeeded"),
      (cause: unknown) => cause instanceof GraphError ? cause : assert.fail(String(cause))
    )
  )

/** Microsoft's own SDK, as docs/guides/microsoft-graph-client.md sets it up. */
const connect = Effect.fnUntraced(function*(options?: Parameters<typeof listen>[0]) {
  const url = yield* listen(options)
  return Client.init({ baseUrl: `${url}/`, authProvider: (done) => done(null, "any-token") })
})

describe("@microsoft/microsoft-graph-client", () => {
  it.live("gets an operation", () =>
    Effect.gen(function*() {
      const client = yield* connect()
      const got = yield* Effect.promise(() => client.api(entity).get())
      assert.deepInclude(got, { ...operation })
      const selected = yield* Effect.promise(() => client.api(entity).version("beta").select(["id", "status"]).get())
      assert.deepStrictEqual([selected.id, selected.status, selected.clientContext], [
        operationId,
        "Completed",
        undefined
      ])
    }))

  it.live("patches an operation", () =>
    Effect.gen(function*() {
      const client = yield* connect()
      const patched = yield* Effect.promise(() =>
        client.api(entity).patch({ status: "failed", resultInfo: { code: 400 }, recordingLocation: null })
      )
      assert.deepInclude(patched, { id: operationId, status: "Failed", recordingLocation: null })
      assert.strictEqual(patched.resultInfo.subcode, operation.resultInfo?.subcode)
      const nothing = yield* Effect.promise(() => client.api(entity).header("Prefer", "return=minimal").patch({}))
      assert.isUndefined(nothing)
    }))

  it.live("creates and deletes an operation", () =>
    Effect.gen(function*() {
      const client = yield* connect()
      const created = yield* Effect.promise(() => client.api(collection).post({ clientContext: "c" }))
      assert.strictEqual(created.status, "NotStarted")
      yield* Effect.promise(() => client.api(`${collection}/${created.id}`).delete())
      assert.strictEqual(yield* Effect.promise(() => client.api(`${collection}/$count`).get()), "1")
    }))

  it.live("follows the links of pages", () =>
    Effect.gen(function*() {
      const operations = Array.from({ length: 25 }, (_, index) => newOperation(OperationId.make(`op-${index}`), {}))
      const client = yield* connect({ seed: { calls: [{ id: callId, operations }] } })
      const ids: Array<unknown> = []
      yield* Effect.promise(async () => {
        const first = await client.api(collection).top(10).get()
        await new PageIterator(client, first, ({ id }: { readonly id: unknown }) => ids.push(id) > 0).iterate()
      })
      assert.deepStrictEqual(ids, operations.map(({ id }) => id))
    }))

  it.live("makes a GraphError of every error", () =>
    Effect.gen(function*() {
      const client = yield* connect({ seed })
      const unknown = yield* error(() => client.api(`${collection}/${unknownId}`).get())
      assert.deepStrictEqual([unknown.statusCode, unknown.code], [404, "NotFound"])
      assert.match(String(unknown.requestId), /^[0-9a-f-]{36}$/)
      const call = yield* error(() => client.api(entity.replace(callId, unknownId)).get())
      assert.deepStrictEqual([call.statusCode, call.code], [404, "8522"])
      const invalid = yield* error(() => client.api(entity).patch({ status: "Done" }))
      assert.strictEqual(invalid.statusCode, 400)
      assert.include(invalid.message, "status: Expected \"NotStarted\"")
      const stale = yield* error(() => client.api(entity).header("If-Match", "W/\"7\"").patch({}))
      assert.deepStrictEqual([stale.statusCode, stale.code], [412, "PreconditionFailed"])
    }))
})
