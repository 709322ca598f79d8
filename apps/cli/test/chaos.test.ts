import { NodeFileSystem } from "@effect/platform-node"
import { assert, describe, it } from "@effect/vitest"
import { Effect, FileSystem, Random, type Scope } from "effect"
import { SecureRandom } from "effect/crypto"
import { bot, type Told } from "./chaos/Bot.ts"
import { type Acknowledged, ask, load } from "./chaos/Load.ts"
import { serve } from "./recordop.ts"

// oxlint-disable-next-line effecttsgo/process-env -- which form is run, and where a server is, only the environment says
const { RECORDOP_CHAOS: form, RECORDOP_TEST_POSTGRES_URL: postgres } = process.env
const isLong = form === "long"

const sqlite = Effect.gen(function*() {
  const fileSystem = yield* FileSystem.FileSystem
  return `sqlite:${yield* fileSystem.makeTempDirectoryScoped()}/ops.db`
}).pipe(Effect.orDie, Effect.provide(NodeFileSystem.layer))

const schema = Effect.sync(() => {
  const url = new URL(postgres ?? "")
  url.searchParams.set("schema", `chaos_${SecureRandom.uuidV4Unsafe().replaceAll("-", "")}`)
  return url.href
})

/** Servers on one store, of which one after another is killed and started again. */
const servers = Effect.fnUntraced(function*(count: number, store: string) {
  // Faster, and a long run would reach the 45 minutes after which calls end that nobody keeps alive.
  const start = serve(["--store", store, "--time-scale", "5"])
  const running = yield* Effect.all(Array.from({ length: count }, () => start))
  return {
    urls: () => running.map(({ url }) => url),
    killOne: (index: number) =>
      Effect.gen(function*() {
        yield* running[index % count]?.kill ?? Effect.void
        running[index % count] = yield* start
      })
  }
})

/** What was acknowledged is there, and what began has ended once, in order, and the bot knows. */
const check = Effect.fnUntraced(function*(urls: () => ReadonlyArray<string>, told: Told, of: Acknowledged) {
  const get = (path: string) =>
    Effect.promise(() => ask(urls, "GET", `/v1.0/communications/calls/${of.callId}/${path}`))
  assert.deepStrictEqual(of.wrong, [])
  const { json: operation } = yield* get(`operations/${of.operationId}`)
  assert.strictEqual(operation["clientContext"], String(of.value))
  assert.isAtLeast(Number(/\d+/u.exec(String(operation["@odata.etag"]))?.[0]), of.value)
  const isTold = () => of.recordings.every((id) => told.ended(of.callId).includes(id))
  yield* Effect.repeat(Effect.sleep("20 millis"), { until: isTold }).pipe(Effect.timeoutOption("60 seconds"))
  const known = new Set(of.recordings)
  assert.deepStrictEqual(told.ended(of.callId).filter((id) => known.has(id)), of.recordings)
  for (const id of of.recordings) {
    const { json: recording } = yield* get(`operations/${id}`)
    assert.deepStrictEqual([recording["status"], recording["completionReason"]], ["Completed", told.reasons(id)[0]])
    assert.lengthOf(told.reasons(id), 1)
  }
  return of.recordings.length
})

const chaos = Effect.fnUntraced(
  function*(count: number, store: Effect.Effect<string, never, Scope.Scope>, kills: number) {
    const told = yield* bot
    const { killOne, urls } = yield* servers(count, yield* store)
    const loads = yield* Effect.all(Array.from({ length: 4 }, () => load(urls, told.uri)), { concurrency: 4 })
    for (let kill = 0; kill < kills; kill++) {
      yield* Effect.sleep(yield* Random.nextIntBetween(200, 1_000))
      yield* killOne(kill)
    }
    const acknowledged = yield* Effect.forEach(loads, ({ finish }) => finish, { concurrency: 4 })
    const recordings = yield* Effect.forEach(acknowledged, (of) => check(urls, told, of))
    assert.isAbove(Math.min(...acknowledged.map(({ value }) => value)), 0)
    assert.isAbove(Math.min(...recordings), 0)
  }
)

describe("servers that are killed under load", () => {
  const seconds = isLong ? 600_000 : 120_000

  it.live("lose nothing that was acknowledged, on SQLite", () => chaos(1, sqlite, isLong ? 50 : 2), seconds)

  if (postgres !== undefined) {
    it.live("nor on PostgreSQL", () => chaos(1, schema, isLong ? 50 : 2), seconds)

    it.live("nor when there are three of them", () => chaos(3, schema, isLong ? 50 : 4), seconds)
  }
})
