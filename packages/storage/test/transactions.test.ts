import { assert, describe, it } from "@effect/vitest"
import { RecordOperations } from "@recordop/core"
import { layerRecordOperations } from "@recordop/emulator/engine/Emulator"
import { Store } from "@recordop/emulator/Store"
import { layerSqlite } from "@recordop/storage"
import * as SqliteClient from "@recordop/storage/SqliteClient"
import { layerGrouped, Transactions } from "@recordop/storage/Transactions"
import { callId, operationId, seed } from "@recordop/testing/Fixtures"
import { temporaryFile } from "@recordop/testing/temporaryFile"
import { Effect, Fiber, Layer, Stream } from "effect"
import { SqlClient } from "effect/sql"
import { writeFileSync } from "node:fs"
import { DatabaseSync } from "node:sqlite"

const key = { callId, operationId }

const onFile = (file: string) => Layer.provideMerge(layerRecordOperations(), layerSqlite(file, seed))

describe("a lock that another process holds", () => {
  it.live("is waited for, and nothing else waits meanwhile", () =>
    Effect.gen(function*() {
      const file = yield* temporaryFile
      yield* Effect.gen(function*() {
        const operations = yield* RecordOperations
        using other = new DatabaseSync(file)
        other.exec("BEGIN IMMEDIATE")
        const waiting = yield* Effect.forkChild(operations.update(key, { status: "Failed" }))
        let longest = 0
        for (let turn = 0; turn < 20; turn++) {
          const start = performance.now()
          yield* Effect.sleep("10 millis")
          longest = Math.max(longest, performance.now() - start)
          yield* operations.get(key)
        }
        assert.isBelow(longest, 1_000)
        assert.isUndefined(waiting.pollUnsafe())
        other.exec("COMMIT")
        assert.strictEqual((yield* Fiber.join(waiting)).version, 2)
      }).pipe(Effect.provide(onFile(file)))
    }))

  it.live(
    "makes a change fail when it is held for longer than five seconds, and the next one succeed",
    () =>
      Effect.gen(function*() {
        const file = yield* temporaryFile
        yield* Effect.gen(function*() {
          const operations = yield* RecordOperations
          using other = new DatabaseSync(file)
          other.exec("BEGIN IMMEDIATE")
          const error = yield* Effect.flip(operations.update(key, { status: "Failed" }))
          assert.deepStrictEqual([error._tag, error.message], ["Unavailable", "The store failed: database is locked"])
          other.exec("COMMIT")
          assert.strictEqual((yield* operations.update(key, { status: "Failed" })).version, 2)
        }).pipe(Effect.provide(onFile(file)))
      }),
    30_000
  )
})

describe("a file that a server has claimed", () => {
  it.live("is refused to a second one, and free when the first has ended", () =>
    Effect.gen(function*() {
      const file = yield* temporaryFile
      const claim = Effect.scoped(Effect.flatMap(Store, (store) => store.claim)).pipe(
        Effect.provide(layerSqlite(file, seed))
      )
      yield* Effect.scoped(Effect.gen(function*() {
        const store = yield* Store
        yield* store.claim
        const error = yield* Effect.flip(claim)
        assert.include(error.message, `Another recordop server uses ${file}`)
      })).pipe(Effect.provide(layerSqlite(file, seed)))
      yield* claim
    }))

  it.live("is waited for at the start, when another process has it locked for a moment", () =>
    Effect.gen(function*() {
      const file = yield* temporaryFile
      yield* Effect.provide(Store, layerSqlite(file, seed))
      const other = new DatabaseSync(file)
      other.exec("BEGIN EXCLUSIVE")
      const started = yield* Effect.forkChild(Effect.provide(Store, layerSqlite(file, seed)))
      yield* Effect.sleep("300 millis")
      assert.isUndefined(started.pollUnsafe())
      other.exec("COMMIT")
      assert.strictEqual((yield* Fiber.join(started)).kind, "sqlite")
    }))

  it.live("is said to be in use only when it is", () =>
    Effect.gen(function*() {
      const file = yield* temporaryFile
      yield* Effect.gen(function*() {
        const store = yield* Store
        writeFileSync(`${file}-server`, "no database at all, and longer than a header is".repeat(10))
        const error = yield* Effect.flip(Effect.scoped(store.claim))
        assert.match(error.message, /^Cannot claim .*-server: file is not a database\.$/)
      }).pipe(Effect.provide(layerSqlite(file, seed)))
    }))

  it.live("is still open to whoever only changes operations", () =>
    Effect.gen(function*() {
      const file = yield* temporaryFile
      yield* Effect.scoped(Effect.gen(function*() {
        const store = yield* Store
        yield* store.claim
        const operations = RecordOperations.use((operations) => operations.update(key, { status: "Failed" }))
        assert.strictEqual((yield* operations.pipe(Effect.provide(onFile(file)))).version, 2)
      })).pipe(Effect.provide(layerSqlite(file, seed)))
    }))
})

describe("a change", () => {
  it.effect("is published when it is committed, and not before", () =>
    Effect.gen(function*() {
      const file = yield* temporaryFile
      yield* Effect.scoped(Effect.gen(function*() {
        const operations = yield* RecordOperations
        const store = yield* Store
        const { events } = yield* store.subscribe()
        // What another connection sees at the moment of the event.
        const seen = yield* events.pipe(
          Stream.take(1),
          Stream.map(() => {
            using other = new DatabaseSync(file)
            return other.prepare("SELECT version FROM operations").all()[0]?.["version"]
          }),
          Stream.runCollect,
          Effect.forkChild
        )
        yield* operations.update(key, { status: "Failed" })
        assert.deepStrictEqual(yield* Fiber.join(seen), [2])
      })).pipe(Effect.provide(onFile(file)))
    }))

  it.effect("that fails to be committed is published to nobody", () =>
    Effect.gen(function*() {
      const file = yield* temporaryFile
      yield* Effect.scoped(Effect.gen(function*() {
        const operations = yield* RecordOperations
        const store = yield* Store
        {
          using other = new DatabaseSync(file)
          other.exec("CREATE TRIGGER full BEFORE UPDATE ON operations BEGIN SELECT RAISE(FAIL, 'full'); END")
        }
        const { events } = yield* store.subscribe()
        assert.strictEqual((yield* Effect.flip(operations.update(key, { status: "Failed" })))._tag, "Unavailable")
        {
          using other = new DatabaseSync(file)
          other.exec("DROP TRIGGER full")
        }
        yield* operations.update(key, { status: "Running" })
        const [first] = yield* Stream.runCollect(Stream.take(events, 1))
        assert.deepInclude(first?.event, { _tag: "Operation" })
        assert.strictEqual(first?.event._tag === "Operation" ? first.event.change.operation.status : "", "Running")
      })).pipe(Effect.provide(onFile(file)))
    }))

  it.effect("is waited for to be on disk, but for what would happen again if it were lost with the power", () =>
    Effect.gen(function*() {
      const file = yield* temporaryFile
      const levels = yield* Effect.gen(function*() {
        const sql = yield* SqlClient.SqlClient
        const { run } = yield* Transactions
        const level = Effect.map(sql`PRAGMA synchronous`, ([row]) => row?.["synchronous"])
        return [
          yield* run(level),
          yield* run(level, true),
          yield* Effect.all([run(level, true), run(level)], { concurrency: 2 }),
          yield* run(level, true),
          yield* run(level)
        ]
      }).pipe(Effect.provide(Layer.provideMerge(layerGrouped, SqliteClient.layer(file))))
      assert.deepStrictEqual(levels, [2, 1, [2, 2], 1, 2])
    }))
})
