import { assert, describe, it } from "@effect/vitest"
import { RecordOperations } from "@recordop/core"
import { layerRecordOperations } from "@recordop/emulator/engine/Emulator"
import { emptySeed } from "@recordop/emulator/protocol/Seed"
import { Store } from "@recordop/emulator/Store"
import { layerSqlite } from "@recordop/storage"
import * as SqliteClient from "@recordop/storage/SqliteClient"
import { callId, operation, operationId, seed } from "@recordop/testing/Fixtures"
import { temporaryFile } from "@recordop/testing/temporaryFile"
import { Effect, Layer } from "effect"
import { SqlClient } from "effect/sql"
import { DatabaseSync } from "node:sqlite"

const key = { callId, operationId }

/** Opens the file for one effect, as a process of its own would. */
const withStore = (file: string, withSeed = seed) => <A, E>(effect: Effect.Effect<A, E, RecordOperations | Store>) =>
  Effect.provide(effect, Layer.provideMerge(layerRecordOperations(), layerSqlite(file, withSeed)))

/** What another program does to the file. */
const exec = (file: string, statements: string) =>
  Effect.sync(() => {
    using database = new DatabaseSync(file)
    database.exec(statements)
  })

const get = RecordOperations.use((operations) => operations.get(key))
const complete = RecordOperations.use((operations) => operations.update(key, { status: "Failed" }))

describe("layerSqlite", () => {
  it.effect("keeps what was changed, and seeds only a store without calls", () =>
    Effect.gen(function*() {
      const file = yield* temporaryFile
      const updated = yield* complete.pipe(withStore(file))
      assert.deepStrictEqual(updated, { version: 2, operation: { ...operation, status: "Failed" } })
      assert.deepStrictEqual(yield* get.pipe(withStore(file)), updated)
    }))

  it.effect("has a change on disk when it answers", () =>
    Effect.gen(function*() {
      const file = yield* temporaryFile
      yield* Effect.gen(function*() {
        yield* complete
        const seen = yield* get.pipe(withStore(file))
        assert.deepInclude(seen, { version: 2 })
      }).pipe(withStore(file))
    }))

  it.effect("goes back to the seed", () =>
    Effect.gen(function*() {
      const operations = yield* RecordOperations
      const store = yield* Store
      yield* operations.create(callId, {})
      yield* complete
      yield* store.reset
      assert.deepStrictEqual(yield* operations.list(callId), { items: [{ version: 1, operation }] })
    }).pipe(withStore(":memory:")))

  it.effect("starts empty with an empty seed", () =>
    Effect.gen(function*() {
      const error = yield* Effect.flip(get.pipe(withStore(":memory:", emptySeed)))
      assert.strictEqual(error._tag, "CallNotFound")
    }))

  it.effect("refuses a file of a newer release, and leaves it as it is", () =>
    Effect.gen(function*() {
      const file = yield* temporaryFile
      yield* complete.pipe(withStore(file))
      yield* exec(file, "INSERT INTO recordop_migrations (migration_id, name) VALUES (99, 'from_the_future')")
      const { message } = yield* Effect.flip(get.pipe(withStore(file)))
      assert.include(message, `Cannot use ${file}: `)
      assert.include(message, "version 99")
      yield* exec(file, "DELETE FROM recordop_migrations WHERE migration_id = 99")
      assert.strictEqual((yield* get.pipe(withStore(file))).version, 2)
    }))

  it.effect("refuses a file that is no database, and one that cannot be made", () =>
    Effect.gen(function*() {
      const noDatabase = yield* Effect.flip(get.pipe(withStore(import.meta.filename)))
      assert.include(noDatabase.message, "file is not a database")
      const noFolder = yield* Effect.flip(get.pipe(withStore(`${import.meta.filename}/operations.db`)))
      assert.include(noFolder.message, "unable to open database file")
    }))

  it.effect("refuses the database of another program, and leaves it as it is", () =>
    Effect.gen(function*() {
      const file = yield* temporaryFile
      yield* exec(file, "CREATE TABLE users (id TEXT)")
      const { message } = yield* Effect.flip(get.pipe(withStore(file)))
      assert.include(message, "another program")
      yield* exec(file, "INSERT INTO users VALUES ('u1')")
      const again = yield* Effect.flip(get.pipe(withStore(file)))
      assert.strictEqual(again.message, message)
    }))

  it.effect("commits what succeeds when another change at the same time fails", () =>
    Effect.gen(function*() {
      const operations = yield* RecordOperations
      const [refused, updated] = yield* Effect.all([
        Effect.flip(operations.create(callId, {}, operationId)),
        operations.update(key, { status: "Running" })
      ], { concurrency: "unbounded" })
      assert.strictEqual(refused._tag, "AlreadyExists")
      assert.deepStrictEqual(yield* operations.get(key), updated)
      assert.strictEqual(yield* operations.count(callId), 1)
    }).pipe(withStore(":memory:")))

  it.effect("sees what another process wrote", () =>
    Effect.gen(function*() {
      const file = yield* temporaryFile
      yield* Effect.gen(function*() {
        const other = yield* complete.pipe(withStore(file))
        const own = yield* RecordOperations.use((operations) => operations.update(key, { status: "Running" }))
        assert.strictEqual(own.version, other.version + 1)
      }).pipe(withStore(file))
    }))
})

describe("layerSqlite when a change fails half way", () => {
  it.effect("keeps what was there before a reset", () =>
    Effect.gen(function*() {
      const file = yield* temporaryFile
      yield* Effect.gen(function*() {
        yield* complete
        yield* exec(
          file,
          "CREATE TRIGGER full BEFORE INSERT ON operations BEGIN SELECT RAISE(FAIL, 'full'); END"
        )
        const { reset } = yield* Store
        const error = yield* Effect.flip(reset)
        assert.strictEqual(error._tag, "Unavailable")
        assert.strictEqual((yield* get).version, 2)
      }).pipe(withStore(file))
    }))
})

describe("layerSqlite's connection", () => {
  it.effect("writes a commit to the disk before it answers", () =>
    Effect.gen(function*() {
      const file = yield* temporaryFile
      yield* Effect.gen(function*() {
        const sql = yield* SqlClient.SqlClient
        assert.deepStrictEqual(yield* sql`PRAGMA synchronous`, [{ synchronous: 2 }])
        assert.deepStrictEqual(yield* sql`PRAGMA journal_mode`, [{ journal_mode: "wal" }])
      }).pipe(Effect.provide(SqliteClient.layer(file)))
    }))

  it.effect("answers after more statements than it holds prepared", () =>
    Effect.gen(function*() {
      const sql = yield* SqlClient.SqlClient
      for (let index = 0; index < 1_000; index++) {
        assert.deepStrictEqual(yield* sql.unsafe(`SELECT ${index} AS n`), [{ n: index }])
      }
    }).pipe(Effect.provide(SqliteClient.layer(":memory:"))))

  it.effect("prepares a statement again that it could not prepare", () =>
    Effect.gen(function*() {
      const sql = yield* SqlClient.SqlClient
      const read = sql`SELECT n FROM numbers`
      yield* Effect.flip(read)
      yield* sql`CREATE TABLE numbers (n INTEGER)`
      assert.deepStrictEqual(yield* read, [])
    }).pipe(Effect.provide(SqliteClient.layer(":memory:"))))
})
