import { assert, describe, it } from "@effect/vitest"
import {
  BadRequestError,
  ClientError,
  createClient,
  type CreateClientOptions,
  NotFoundError,
  PreconditionFailedError,
  UnavailableError
} from "@recordop/client"
import { callId, operation, operationId, seed, unknownId } from "@recordop/testing/Fixtures"
import { Effect } from "effect"
import { baseUrl, fetchAppOn } from "./FetchApp.ts"

const makeClient = (options: Partial<CreateClientOptions> = {}) =>
  Effect.map(fetchAppOn(seed), (fetch) => createClient({ baseUrl, fetch, ...options }))

/** What a promise rejects with. */
const rejection = (promise: Promise<unknown>) =>
  Effect.promise(() => promise.then(() => assert.fail("it did not reject"), (error: unknown) => error))

describe("createClient", () => {
  it.effect("gets and updates an operation", () =>
    Effect.gen(function*() {
      const client = yield* makeClient()
      const target = client.call(callId).operation(operationId.toUpperCase())
      const got = yield* Effect.promise(() => target.get())
      assert.deepStrictEqual(got, { ...operation, "@odata.etag": "W/\"1\"" })
      const updated = yield* Effect.promise(() =>
        target.update({ status: "Failed", resultInfo: { code: 500 } }, { ifMatch: got["@odata.etag"] })
      )
      assert.deepInclude(updated, { "@odata.etag": "W/\"2\"", status: "Failed" })
      assert.strictEqual(updated.resultInfo?.code, 500)
    }))

  it.effect("creates, lists, counts and deletes operations", () =>
    Effect.gen(function*() {
      const client = yield* makeClient()
      const call = client.call("new-call")
      yield* Effect.promise(async () => {
        const created = await Promise.all(["a", "b", "c"].map((clientContext) => call.create({ clientContext })))
        assert.strictEqual(await call.count(), 3)
        const seen = []
        for await (const { clientContext } of call.operations({ pageSize: 2 })) seen.push(clientContext)
        assert.deepStrictEqual(seen, ["a", "b", "c"])
        await call.operation(String(created[0]?.id)).delete({ ifMatch: "*" })
        assert.strictEqual(await call.count(), 2)
      })
    }))

  it.effect("rejects with a class for each kind of error", () =>
    Effect.gen(function*() {
      const client = yield* makeClient()
      const target = client.call(callId).operation(operationId)
      const unknown = yield* rejection(client.call(callId).operation(unknownId).get())
      assert.instanceOf(unknown, NotFoundError)
      assert.instanceOf(unknown, ClientError)
      assert.deepInclude({ ...unknown }, { status: 404, code: "NotFound" })
      assert.match(String(unknown.requestId), /^[0-9a-f-]{36}$/)
      assert.include(unknown.message, unknownId)
      assert.instanceOf(yield* rejection(target.update({}, { ifMatch: "W/\"9\"" })), PreconditionFailedError)
      assert.instanceOf(yield* rejection(target.update({ clientContext: "x".repeat(257) })), BadRequestError)
      assert.throws(() => client.call("a/b"), BadRequestError)
      assert.throws(() => createClient({ baseUrl: "localhost:4080" }), /Not a base URL/)
    }))

  it.effect("rejects with what the network says", () =>
    Effect.gen(function*() {
      const client = createClient({ baseUrl, fetch: () => Promise.reject(new TypeError("fetch failed")) })
      const error = yield* rejection(client.call("c").count())
      assert.instanceOf(error, UnavailableError)
      assert.deepInclude({ ...error }, { status: undefined, code: "NetworkError" })
      assert.include(error.message, "fetch failed")
    }))

  it.effect("takes a server that has too much to do for one that cannot answer", () =>
    Effect.gen(function*() {
      const client = createClient({
        baseUrl,
        fetch: () => Promise.resolve(new Response("{}", { status: 429, headers: { "Retry-After": "0" } }))
      })
      assert.instanceOf(yield* rejection(client.call("c").count()), UnavailableError)
    }))

  it.effect("sends the token, and nothing without one", () =>
    Effect.gen(function*() {
      const seen: Array<string | null> = []
      const fetch = (_: RequestInfo | URL, init?: RequestInit) => {
        seen.push(new Headers(init?.headers).get("authorization"))
        return Promise.resolve(new Response("1"))
      }
      yield* Effect.promise(async () => {
        await createClient({ baseUrl, fetch }).call("c").count()
        await createClient({ baseUrl, fetch, token: "fixed" }).call("c").count()
        await createClient({ baseUrl, fetch, token: async () => "fresh" }).call("c").count()
      })
      assert.deepStrictEqual(seen, [null, "Bearer fixed", "Bearer fresh"])
    }))

  it.effect("stops when its signal aborts", () =>
    Effect.gen(function*() {
      const abort = new AbortController()
      const client = createClient({
        baseUrl,
        fetch: () => new Promise(() => abort.abort(new Error("changed my mind")))
      })
      const error = yield* rejection(client.call("c").count({ signal: abort.signal }))
      assert.instanceOf(error, Error)
      assert.strictEqual(error.message, "changed my mind")
    }))
})
