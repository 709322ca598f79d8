import { assert, describe, it } from "@effect/vitest"
import { type CallId, type OperationId, RecordOperations } from "@recordop/core"
import { Calls, defaultRecordResponse } from "@recordop/core/calls"
import { defaultEmulatorSettings, layerEmulator } from "@recordop/emulator/engine/Emulator"
import { CallMedia } from "@recordop/emulator/ports/CallMedia"
import { EmulatorClock } from "@recordop/emulator/ports/EmulatorClock"
import { Events } from "@recordop/emulator/ports/Events"
import { Notifications } from "@recordop/emulator/ports/Notifications"
import { NotificationSender } from "@recordop/emulator/ports/NotificationSender"
import { Recordings } from "@recordop/emulator/ports/Recordings"
import { Snapshots } from "@recordop/emulator/ports/Snapshots"
import { emptySeed } from "@recordop/emulator/protocol/Seed"
import { Store } from "@recordop/emulator/Store"
import { layerSqlite } from "@recordop/storage"
import { temporaryFile } from "@recordop/testing/temporaryFile"
import { Effect, Layer, Stream } from "effect"
import { DatabaseSync } from "node:sqlite"

const layerBot = Layer.succeed(NotificationSender, { send: () => Effect.succeed({ status: 202 }) })

/** An emulator with a frozen clock on a file, for one effect. */
const onFile = (file: string) =>
  layerEmulator({ ...defaultEmulatorSettings, clock: { mode: "frozen" } }).pipe(
    Layer.provide(layerBot),
    Layer.provideMerge(layerSqlite(file, emptySeed)),
    Layer.orDie
  )

const exec = (file: string, sql: string, ...parameters: ReadonlyArray<string | number | bigint>) => {
  using database = new DatabaseSync(file)
  const { changes } = database.prepare(sql).run(...parameters)
  assert.isAbove(Number(changes), 0, sql)
}

/** Two calls that record; gives the file and the ids, the bad one first. */
const recording = Effect.gen(function*() {
  const file = yield* temporaryFile
  const ids = yield* Effect.gen(function*() {
    const calls = yield* Calls
    const clock = yield* EmulatorClock
    const made = yield* Effect.forEach([0, 1], () => calls.create({ callbackUri: "http://localhost:9/" }))
    yield* clock.advance("1 second")
    return yield* Effect.forEach(
      made,
      ({ id }) =>
        Effect.map(calls.recordResponse(id, defaultRecordResponse), ({ operation }) => ({
          callId: id,
          operationId: operation.id
        }))
    )
  }).pipe(Effect.provide(onFile(file)))
  const [bad, good] = ids
  assert.isDefined(bad)
  assert.isDefined(good)
  return { file, bad, good }
})

const state = (key: { readonly callId: CallId; readonly operationId: OperationId }) =>
  RecordOperations.use((operations) => Effect.map(operations.get(key), ({ operation }) => operation.status))

describe("a row that cannot be read", () => {
  const broken = [
    ["calls", "UPDATE calls SET state = '{\"_tag\":\"Established\"}' WHERE id = ?", "callId"],
    ["calls", "UPDATE calls SET state = 'no JSON' WHERE id = ?", "callId"],
    ["operations", "UPDATE operations SET task = '{}' WHERE key = ?", "operationId"],
    ["operations", "UPDATE operations SET task = json_remove(task, '$.run.held') WHERE key = ?", "operationId"],
    ["operations", "UPDATE operations SET body = '{\"id\":7}' WHERE key = ?", "operationId"]
  ] as const

  it.effect.each(broken)(
    "of %s stops no other call, and is said in health and as an event (%s)",
    ([table, sql, by]) =>
      Effect.gen(function*() {
        const { bad, file, good } = yield* recording
        exec(file, sql, bad[by])
        yield* Effect.gen(function*() {
          const clock = yield* EmulatorClock
          const store = yield* Store
          const feed = yield* Events
          const { events } = yield* feed.subscribe()
          for (let turn = 0; turn < 3; turn++) yield* clock.advance("10 seconds")
          assert.strictEqual(yield* state(good), "Completed")
          const aside = yield* store.setAside
          assert.strictEqual(aside.length, 1)
          assert.strictEqual(aside[0]?.table, table)
          assert.include(aside[0]?.key, bad[by])
          assert.isNotEmpty(aside[0]?.reason)
          const event = yield* events.pipe(
            Stream.filter(({ event }) => event._tag === "SetAside"),
            Stream.take(1),
            Stream.runCollect
          )
          assert.strictEqual(event.length, 1)
        }).pipe(Effect.scoped, Effect.provide(onFile(file)))
      })
  )

  /** What anybody can do to a file, in columns of any type; `?` is the id of a call, or of its operation. */
  const tampered = [
    ["calls", "UPDATE calls SET id = upper(id) || 'x' WHERE key = ?"],
    ["calls", "UPDATE calls SET id = x'00' WHERE key = ?"],
    ["calls", "UPDATE calls SET state = x'00' WHERE key = ?"],
    ["calls", "UPDATE calls SET format = 'abc' WHERE key = ?"],
    ["calls", "UPDATE calls SET state = json_set(state, '$.id', 'zzzz') WHERE key = ?"],
    ["calls", "UPDATE calls SET state = json_set(state, '$.callbackUri', 'not a uri') WHERE key = ?"],
    [
      "calls",
      "UPDATE calls SET state = json_set(state, '$.properties', json('{\"callChainId\":7,\"targets\":\"x\"}')) WHERE key = ?"
    ],
    ["operations", "UPDATE operations SET version = 'abc' WHERE call_key = ?"],
    ["operations", "UPDATE operations SET version = -1 WHERE call_key = ?"],
    ["operations", "UPDATE operations SET version = 9223372036854775807 WHERE call_key = ?"],
    ["operations", "UPDATE operations SET format = 1.5 WHERE call_key = ?"],
    ["operations", "UPDATE operations SET key = x'00' WHERE call_key = ?"],
    ["operations", "UPDATE operations SET body = json_set(body, '$.id', 'zz') WHERE call_key = ?"],
    [
      "notifications",
      "UPDATE notifications SET state = 'pending', due_at = 1, body = json_set(body, '$.id', 'zz') WHERE call_key = ?"
    ],
    [
      "notifications",
      "UPDATE notifications SET state = 'pending', due_at = 1, body = json_set(body, '$.tries', -5) WHERE call_key = ?"
    ],
    ["notifications", "UPDATE notifications SET state = 'pending', due_at = 1, body = x'00' WHERE call_key = ?"],
    ["notifications", "UPDATE notifications SET state = 'pending', due_at = 9223372036854775807 WHERE call_key = ?"],
    ["notifications", "UPDATE notifications SET id = CAST(sequence AS BLOB) WHERE call_key = ?"],
    ["media", "UPDATE media SET number = 9007199254740992 + number WHERE call_key = ?"],
    ["media", "UPDATE media SET events = x'00' WHERE call_key = ?"]
  ] as const

  it.effect.each(tampered)(
    "of %s stops nothing, whatever its columns are: %s",
    ([table, sql]) =>
      Effect.gen(function*() {
        const { bad, file, good } = yield* recording
        exec(file, sql, bad.callId)
        yield* Effect.gen(function*() {
          const clock = yield* EmulatorClock
          const store = yield* Store
          for (let turn = 0; turn < 3; turn++) yield* clock.advance("10 seconds")
          assert.strictEqual(yield* state(good), "Completed")
          const notifications = yield* Notifications
          const told = (yield* notifications.page()).items
          assert.isTrue(told.every(({ state }) => state === "delivered"))
          assert.isNotEmpty(yield* CallMedia.use(({ calls }) => calls))
          yield* CallMedia.use(({ timeline }) => timeline(bad.callId))
          yield* Snapshots.use(({ save }) => save)
          yield* store.calls("", 10)
          assert.include((yield* store.setAside).map(({ table }) => table), table)
        }).pipe(Effect.provide(onFile(file)))
      })
  )

  it.effect.each([9_000_000_000_000_000, 9_223_372_036_854_775_807n, "abc", 1.5])(
    "of a call that says it is due at %s stops nothing",
    (dueAt) =>
      Effect.gen(function*() {
        const { bad, file, good } = yield* recording
        exec(file, "UPDATE calls SET due_at = ? WHERE key = ?", dueAt, bad.callId)
        yield* Effect.gen(function*() {
          const clock = yield* EmulatorClock
          for (let turn = 0; turn < 3; turn++) yield* clock.advance("10 seconds")
          assert.strictEqual(yield* state(good), "Completed")
          yield* Calls.use((calls) => calls.end(good.callId))
          yield* clock.next
        }).pipe(Effect.provide(onFile(file)))
      })
  )

  it.effect.each(["NULL", "CAST(x'6162ff' AS TEXT)", "x'00'"])(
    "of a call whose key is %s, which cannot even be taken away, stops nothing",
    (badKey) =>
      Effect.gen(function*() {
        const { file, good } = yield* recording
        exec(file, `INSERT INTO calls (key, id, format, due_at) VALUES (${badKey}, 'x', 2, 5)`)
        yield* Effect.gen(function*() {
          const clock = yield* EmulatorClock
          const store = yield* Store
          yield* clock.advance("20 seconds")
          assert.strictEqual(yield* state(good), "Completed")
          yield* clock.next
          yield* store.calls("", 1)
          assert.include((yield* store.setAside).map(({ table }) => table), "calls")
        }).pipe(Effect.provide(onFile(file)))
      })
  )

  it.effect("of an operation makes neither a page nor a queue shorter", () =>
    Effect.gen(function*() {
      const { bad, file } = yield* recording
      yield* Effect.gen(function*() {
        const calls = yield* Calls
        yield* Effect.repeat(calls.recordResponse(bad.callId, defaultRecordResponse), { times: 11 })
      }).pipe(Effect.provide(onFile(file)))
      exec(file, "UPDATE operations SET body = 'no JSON' WHERE call_key = ? AND position IN (3, 5)", bad.callId)
      yield* Effect.gen(function*() {
        const operations = yield* RecordOperations
        const page = yield* operations.list(bad.callId, { limit: 5 })
        assert.lengthOf(page.items, 5)
        assert.isDefined(page.nextCursor)
        const clock = yield* EmulatorClock
        yield* clock.advance("5 minutes")
        const { items } = yield* operations.list(bad.callId, { limit: 100 })
        assert.deepStrictEqual(items.map(({ operation }) => operation.status), items.map(() => "Completed"))
        assert.lengthOf(items, 11)
      }).pipe(Effect.provide(onFile(file)))
    }))

  it.effect("of a call that has ended is due no more", () =>
    Effect.gen(function*() {
      const { bad, file, good } = yield* recording
      yield* Effect.provide(Calls.use((calls) => calls.end(bad.callId)), onFile(file))
      exec(file, "UPDATE calls SET due_at = 1 WHERE id = ?", bad.callId)
      yield* Effect.gen(function*() {
        const clock = yield* EmulatorClock
        yield* clock.advance("20 seconds")
        assert.strictEqual(yield* state(good), "Completed")
      }).pipe(Effect.provide(onFile(file)))
    }))

  it.effect("is kept aside a thousand times at the most", () =>
    Effect.gen(function*() {
      const { bad, file } = yield* recording
      using database = new DatabaseSync(file)
      database.exec(`INSERT INTO set_aside (table_name, row_key, reason, row)
        WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1500) SELECT 't', i, 'r', '{}' FROM n`)
      exec(file, "UPDATE calls SET state = '{}' WHERE id = ?", bad.callId)
      yield* Effect.provide(Store.use((store) => store.calls("", 10)), onFile(file))
      assert.deepEqual(database.prepare("SELECT count(*) AS count FROM set_aside").get(), { count: 1_000 })
    }))

  it.effect("is read another time when another process holds a lock", () =>
    Effect.gen(function*() {
      const { bad, file } = yield* recording
      exec(file, "UPDATE calls SET state = '{}' WHERE id = ?", bad.callId)
      yield* Effect.gen(function*() {
        const store = yield* Store
        const other = new DatabaseSync(file)
        other.exec("BEGIN IMMEDIATE")
        assert.lengthOf(yield* store.calls("", 10), 1)
        assert.isEmpty(yield* store.setAside)
        other.close()
        yield* store.calls("", 10)
        assert.lengthOf(yield* store.setAside, 1)
      }).pipe(Effect.provide(layerSqlite(file, emptySeed)))
    }))

  it.effect("of an operation lets what waits behind it begin", () =>
    Effect.gen(function*() {
      const { bad, file } = yield* recording
      const waiting = yield* Effect.gen(function*() {
        const calls = yield* Calls
        const { operation } = yield* calls.recordResponse(bad.callId, defaultRecordResponse)
        return { callId: bad.callId, operationId: operation.id }
      }).pipe(Effect.provide(onFile(file)))
      exec(file, "UPDATE operations SET task = '{}' WHERE key = ?", bad.operationId)
      yield* Effect.gen(function*() {
        const clock = yield* EmulatorClock
        yield* clock.advance("20 seconds")
        assert.strictEqual(yield* state(waiting), "Completed")
      }).pipe(Effect.provide(onFile(file)))
    }))

  it.effect("of a call lets its operations be read, and counts as a call that has ended", () =>
    Effect.gen(function*() {
      const { bad, file } = yield* recording
      exec(file, "UPDATE calls SET state = '{}' WHERE id = ?", bad.callId)
      yield* Effect.gen(function*() {
        const calls = yield* Calls
        assert.strictEqual((yield* Effect.flip(calls.get(bad.callId)))._tag, "CallNotFound")
        assert.strictEqual(yield* state(bad), "Running")
        const operations = yield* RecordOperations
        assert.strictEqual((yield* operations.update(bad, { status: "Failed" })).version, 2)
      }).pipe(Effect.provide(onFile(file)))
    }))

  it.effect("of an operation is left out of lists, and not lost", () =>
    Effect.gen(function*() {
      const { bad, file, good } = yield* recording
      exec(file, "UPDATE operations SET body = '{\"id\":7,\"keep\":\"me\"}' WHERE key = ?", bad.operationId)
      yield* Effect.gen(function*() {
        const operations = yield* RecordOperations
        assert.deepStrictEqual(yield* operations.list(bad.callId), { items: [] })
        assert.strictEqual((yield* operations.list(good.callId)).items.length, 1)
        assert.strictEqual((yield* Effect.flip(operations.get(bad)))._tag, "OperationNotFound")
      }).pipe(Effect.provide(onFile(file)))
      using database = new DatabaseSync(file)
      const [row] = database.prepare("SELECT row FROM set_aside").all()
      assert.include(String(row?.["row"]), "keep")
    }))

  it.effect("of a notification lets the later ones of its call be sent", () =>
    Effect.gen(function*() {
      const { bad, file } = yield* recording
      exec(file, "UPDATE notifications SET state = 'pending', due_at = 0 WHERE call_key = ?", bad.callId)
      exec(file, "UPDATE notifications SET body = '{}' WHERE call_key = ? AND sequence = 1", bad.callId)
      yield* Effect.gen(function*() {
        const clock = yield* EmulatorClock
        const notifications = yield* Notifications
        yield* clock.advance("1 second")
        const listed = yield* notifications.list(bad.callId)
        assert.deepStrictEqual(listed.map(({ state }) => state), ["delivered", "delivered", "delivered"])
      }).pipe(Effect.provide(onFile(file)))
    }))

  it.effect("of a call leaves a page of calls as long as was asked", () =>
    Effect.gen(function*() {
      const { bad, file, good } = yield* recording
      const [lower = good.callId, higher = bad.callId] = [bad.callId, good.callId].toSorted()
      exec(file, "UPDATE calls SET state = '{}' WHERE id = ?", lower)
      yield* Effect.gen(function*() {
        const store = yield* Store
        assert.deepStrictEqual((yield* store.calls("", 1)).map(({ id }) => id), [higher])
      }).pipe(Effect.provide(onFile(file)))
    }))

  it.effect("of a recording, the clock or the key makes nothing fail", () =>
    Effect.gen(function*() {
      const { file, good } = yield* recording
      const token = yield* Effect.gen(function*() {
        const clock = yield* EmulatorClock
        yield* clock.advance("10 seconds")
        const operations = yield* RecordOperations
        return (yield* operations.get(good)).operation.recordingAccessToken
      }).pipe(Effect.provide(onFile(file)))
      exec(file, "UPDATE recordings SET sound = 'x' WHERE key = ?", good.operationId)
      exec(file, "UPDATE clock SET mode = 'sideways'")
      exec(file, "INSERT INTO keys (id, format, jwk) VALUES (1, 2, 'x')")
      yield* Effect.gen(function*() {
        const recordings = yield* Recordings
        const store = yield* Store
        const clock = yield* EmulatorClock
        yield* clock.advance("1 second")
        assert.strictEqual((yield* Effect.flip(recordings.find(good, token ?? "")))._tag, "RecordingNotFound")
        assert.isUndefined(yield* store.key)
        assert.deepStrictEqual((yield* store.setAside).map(({ table }) => table).toSorted(), [
          "clock",
          "keys",
          "recordings"
        ])
      }).pipe(Effect.provide(onFile(file)))
    }))
})
