import { PgClient } from "@effect/sql-pg"
import { assert, describe, it } from "@effect/vitest"
import type { Calls } from "@recordop/core/calls"
import { callbackUri, callee } from "@recordop/testing/calls/suite"
import { callId, operationId } from "@recordop/testing/Fixtures"
import { Deferred, Effect, Fiber, Layer, Redacted, Schedule, Stream } from "effect"
import { SqlClient, type SqlError } from "effect/sql"
import { connect, createServer, type Socket } from "node:net"
import { database, server } from "./database.ts"
import { execute, serverOn, two, twoWith } from "./servers.ts"

const key = { callId, operationId }

/** Calls somebody and hangs up, for ever. */
const bot = (calls: Calls["Service"]) =>
  Effect.forever(Effect.gen(function*() {
    const { id } = yield* calls.create({ callbackUri, targets: [callee] })
    yield* Effect.ignore(calls.end(id))
  }))

/** Keeps a transaction open from outside, for as long as the scope lives. */
const openTransaction = Effect.fnUntraced(function*(statement: string) {
  const services = yield* Layer.build(PgClient.layer({ url: Redacted.make(server ?? ""), maxConnections: 1 }))
  const isOpen = Deferred.makeUnsafe<void, SqlError.SqlError>()
  const opened = Effect.gen(function*() {
    const sql = yield* SqlClient.SqlClient
    const open = Effect.andThen(sql.unsafe(statement), Deferred.succeed(isOpen, undefined))
    return yield* sql.withTransaction(Effect.andThen(open, Effect.never))
  }).pipe(Effect.provide(services))
  yield* Effect.forkScoped(Effect.onError(opened, (cause) => Deferred.failCause(isOpen, cause)))
  yield* Deferred.await(isOpen)
})

/** Stands between a server and its database, and lets nothing through for as long as it is told to. */
const networkTo = (behind: URL) =>
  Effect.acquireRelease(
    Effect.promise(async () => {
      const sockets = new Set<Socket>()
      let isDown = false
      const between = createServer((client) => {
        const upstream = connect(Number(behind.port), behind.hostname)
        sockets.add(client).add(upstream)
        client.pipe(upstream)
        upstream.pipe(client)
        if (isDown) client.pause()
        const close = () => {
          client.destroy()
          upstream.destroy()
        }
        client.on("error", close).on("close", close)
        upstream.on("error", close).on("close", close)
      })
      await new Promise<void>((resolve) => between.listen(0, "127.0.0.1", resolve))
      const address = between.address()
      const url = new URL(behind)
      url.port = String(typeof address === "object" ? address?.port : 0)
      url.searchParams.set("statement_timeout", "2s")
      return {
        between,
        url: url.href,
        cut: Effect.sync(() => sockets.forEach((socket) => socket.destroy())),
        goes: (isUp: boolean) =>
          Effect.sync(() => {
            isDown = !isUp
            for (const socket of sockets) {
              if (isUp) socket.resume()
              else socket.pause()
            }
          })
      }
    }),
    ({ between }) => Effect.sync(() => between.close())
  )

/** One whose database has its tables already: to make them may take longer than any other statement. */
const network = Effect.gen(function*() {
  const url = yield* Effect.promise(database)
  yield* Effect.scoped(serverOn(url))
  return yield* networkTo(new URL(url))
})

// What others do to a database needs several connections, which PGlite has not.
if (server !== undefined) {
  describe("servers on a database that others use too", () => {
    it.live("say what happens, whatever somebody else keeps open", () =>
      Effect.gen(function*() {
        const { one, other } = yield* two
        yield* openTransaction("SELECT CAST(pg_current_xact_id() AS TEXT)")
        const { events } = yield* other.events.subscribe()
        for (const clientContext of ["1", "2", "3"]) yield* one.operations.update(key, { clientContext })
        const seen = yield* Effect.timeout(Stream.runCollect(Stream.take(events, 3)), "5 seconds")
        assert.deepStrictEqual(
          seen.map(({ event }) => event._tag === "Operation" && event.change.operation.clientContext),
          ["1", "2", "3"]
        )
      }))

    it.live("say what happens in a database that was restored from another one's", () =>
      Effect.gen(function*() {
        const { one, url } = yield* two
        yield* one.operations.update(key, { clientContext: "before" })
        yield* execute(url, "UPDATE events SET transaction = 4000000000000")
        const later = yield* serverOn(url)
        const { events } = yield* later.events.subscribe()
        yield* later.operations.update(key, { clientContext: "after" })
        const [seen] = yield* Effect.timeout(Stream.runCollect(Stream.take(events, 1)), "5 seconds")
        assert.strictEqual(seen?.event._tag, "Operation")
      }))

    it.live("start and go back to the seed while another store of the database is locked", () =>
      Effect.gen(function*() {
        yield* openTransaction(
          "SELECT pg_advisory_xact_lock(7265636), pg_advisory_xact_lock(7265636, hashtext('other'))"
        )
        const url = `${yield* Effect.promise(database)}&statement_timeout=2s`
        const { reset } = yield* serverOn(url)
        yield* reset
      }))

    it.live("go back to the seed while bots go on", () =>
      Effect.gen(function*() {
        const { one, other } = yield* two
        const bots = yield* Effect.forkScoped(Effect.all([bot(one.calls), bot(other.calls), bot(one.calls)], {
          concurrency: 3
        }))
        for (let reset = 0; reset < 10; reset++) yield* Effect.andThen(other.reset, Effect.sleep("20 millis"))
        assert.isUndefined(bots.pollUnsafe())
      }))

    it.live("live and answer while somebody keeps a call locked", () =>
      Effect.gen(function*() {
        const { one, url } = yield* twoWith({})
        const schema = new URL(url).searchParams.get("schema")
        yield* openTransaction(`SELECT 1 FROM ${schema}.calls WHERE key = '${callId}' FOR UPDATE`)
        const updates = Effect.all(
          Array.from({ length: 40 }, () => Effect.flip(one.operations.update(key, { clientContext: "waits" }))),
          { concurrency: 40 }
        )
        const waiting = yield* Effect.forkScoped(updates)
        yield* Effect.sleep("6 seconds")
        const alive = yield* execute(url, "SELECT 1 FROM servers WHERE alive_until > clock_timestamp()")
        assert.lengthOf(alive, 2)
        assert.isUndefined(waiting.pollUnsafe())
        yield* Fiber.interrupt(waiting)
      }))

    it.live(
      "say so in time when the network lets nothing through, and go on when it does",
      () =>
        Effect.gen(function*() {
          const { goes, url } = yield* network
          const { operations, store } = yield* serverOn(url)
          yield* operations.get(key)
          yield* goes(false)
          const started = Date.now()
          const failures = yield* Effect.all([Effect.flip(store.check), Effect.flip(operations.get(key))], {
            concurrency: 2
          })
          const spent = Date.now() - started
          yield* goes(true)
          yield* Effect.retry(operations.get(key), { schedule: Schedule.spaced("200 millis"), times: 100 })
          yield* goes(false)
          assert.isBelow(spent, 15_000)
          for (const failure of failures) assert.match(failure.message, /has not answered within|timed out/)
        }),
      60_000
    )

    it.live("let the clock go when the database is back", () =>
      Effect.gen(function*() {
        const { cut, goes, url } = yield* network
        const one = yield* serverOn(url)
        const behind = new URL(url)
        behind.port = new URL(server ?? "").port
        yield* Effect.scoped(Effect.gen(function*() {
          assert.isTrue(yield* one.store.holdClock)
          yield* goes(false)
        }))
        // What was on its way is lost.
        yield* cut
        yield* goes(true)
        const held = execute(behind.href, "SELECT 1 FROM clock WHERE held_by IS NOT NULL")
        yield* Effect.repeat(held, {
          schedule: Schedule.spaced("100 millis"),
          while: (rows) => rows.length > 0
        })
      }), 60_000)
  })
}
