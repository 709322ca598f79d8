import { assert, it } from "@effect/vitest"
import { RecordOperations } from "@recordop/core"
import { layerRecordOperations } from "@recordop/emulator/engine/Emulator"
import { layerPostgres } from "@recordop/storage/Postgres"
import { callId, operationId, seed } from "@recordop/testing/Fixtures"
import { Effect, Layer, Result, Schedule } from "effect"
import { connect, createServer } from "node:net"
import { database } from "./database.ts"

const key = { callId, operationId }

/** Stands between a store and its database, and cuts the connection at a message of the store when it is told to. */
const cutter = Effect.acquireRelease(
  Effect.promise(async () => {
    const behind = new URL(await database())
    let left = Infinity
    let isPassedOn = false
    const server = createServer((client) => {
      const upstream = connect(Number(behind.port), behind.hostname)
      const close = () => {
        client.destroy()
        upstream.destroy()
      }
      client.on("error", close).on("close", close)
      upstream.on("error", close).on("close", close)
      upstream.on("data", (bytes) => client.write(bytes))
      client.on("data", (bytes) => {
        if (--left !== 0) return void upstream.write(bytes)
        client.destroy()
        if (isPassedOn) upstream.end(bytes)
        else upstream.destroy()
        return undefined
      })
    })
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve))
    const address = server.address()
    const url = new URL(behind)
    url.port = String(typeof address === "object" ? address?.port : 0)
    return {
      server,
      url: url.href,
      /** The next message but so many is the last one, which the database gets or not. */
      cutAfter: (messages: number, passOn: boolean) =>
        Effect.sync(() => {
          left = messages
          isPassedOn = passOn
        })
    }
  }),
  ({ server }) => Effect.sync(() => server.close())
)

/** More than an update sends: its beginning, two or three statements, the commit. */
const messages = 10

it.live.each([true, false])(
  "what is not acknowledged as the connection is cut is kept as a whole or not at all (the last message arrives: %s)",
  (passOn) =>
    Effect.gen(function*() {
      const { cutAfter, url } = yield* cutter
      yield* Effect.gen(function*() {
        const operations = yield* RecordOperations
        const read = Effect.retry(operations.get(key), { schedule: Schedule.spaced("20 millis"), times: 250 })
        let failures = 0
        for (let message = 1; message <= messages; message++) {
          const before = yield* read
          yield* cutAfter(message, passOn)
          const clientContext = `update ${message}`
          const result = yield* Effect.result(operations.update(key, { clientContext }))
          yield* cutAfter(Infinity, passOn)
          const after = yield* read
          const isKept = after.operation.clientContext === clientContext
          assert.strictEqual(after.version, before.version + (isKept ? 1 : 0))
          if (Result.isSuccess(result)) {
            assert.isTrue(isKept)
          } else {
            assert.strictEqual(result.failure._tag, "Unavailable")
            failures++
          }
        }
        assert.isAbove(failures, 2)
        assert.strictEqual((yield* operations.update(key, { clientContext: "last" })).operation.clientContext, "last")
      }).pipe(Effect.provide(Layer.provide(layerRecordOperations(), layerPostgres(url, seed))))
    }),
  60_000
)
