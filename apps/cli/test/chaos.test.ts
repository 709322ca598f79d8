import { NodeFileSystem } from "@effect/platform-node"
import { assert, describe, it } from "@effect/vitest"
import { Effect, FileSystem, Random, type Scope } from "effect"
import { SecureRandom } from "effect/crypto"
import { execFile } from "node:child_process"
import { mkdtemp, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { promisify } from "node:util"
import { bot, type Told } from "./chaos/Bot.ts"
import { type Acknowledged, ask, load } from "./chaos/Load.ts"
import { serve, serveLimited } from "./recordop.ts"

// oxlint-disable-next-line effecttsgo/process-env -- which form is run, and where a server is, only the environment says
const { RECORDOP_CHAOS: form, RECORDOP_TEST_POSTGRES_URL: postgres } = process.env
const isLong = form === "long"

const execute = promisify(execFile)
const script = `${import.meta.dirname}/../../../.ci/postgres`

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

/** A PostgreSQL server of its own, which can crash. */
const ownPostgres = Effect.acquireRelease(
  Effect.promise(async () => {
    const folder = await mkdtemp(join(tmpdir(), "recordop-postgres-"))
    const run = async (...args: ReadonlyArray<string>) => (await execute(script, args)).stdout.trim()
    return { folder, url: await run(folder), crash: Effect.promise(() => run("restart", folder)), run }
  }),
  ({ folder, run }) =>
    Effect.promise(async () => {
      await run("stop", folder)
      await rm(folder, { recursive: true, force: true })
    })
)

describe("a database that crashes under load", () => {
  if (postgres !== undefined) {
    it.live("loses nothing that was acknowledged, and the server goes on with it", () =>
      Effect.gen(function*() {
        const told = yield* bot
        const { crash, url } = yield* ownPostgres
        const server = yield* serve(["--store", url, "--time-scale", "5"])
        const urls = () => [server.url]
        const loads = yield* Effect.all(Array.from({ length: 2 }, () => load(urls, told.uri)), { concurrency: 2 })
        for (let count = 0; count < (isLong ? 10 : 2); count++) {
          yield* Effect.sleep(yield* Random.nextIntBetween(300, 1_000))
          yield* crash
        }
        yield* Effect.sleep("2 seconds")
        const acknowledged = yield* Effect.forEach(loads, ({ finish }) => finish, { concurrency: 2 })
        const recordings = yield* Effect.forEach(acknowledged, (of) => check(urls, told, of))
        assert.isAbove(Math.min(...acknowledged.map(({ value }) => value)), 0)
        assert.isAbove(Math.min(...recordings), 0)
      }), isLong ? 600_000 : 120_000)
  }
})

describe("a disk that is full", () => {
  it.live(
    "refuses what cannot be kept, says so, and loses nothing that was acknowledged",
    () =>
      Effect.gen(function*() {
        const store = yield* sqlite
        const path = "/v1.0/communications/calls/57dab8b1-894c-409a-b240-bd8beae78896/operations/" +
          "72b0e085-e085-72b0-85e0-b07285e0b072"
        const patch = (url: string, clientContext: string, text: string) =>
          Effect.promise(() =>
            fetch(url + path, {
              method: "PATCH",
              headers: { "Content-Type": "application/json" },
              body: JSON.stringify({ clientContext, text })
            })
          )
        const contextOf = (url: string) =>
          Effect.promise(() => fetch(url + path).then((response) => response.json()).then((body) => body.clientContext))
        const kept = yield* Effect.scoped(Effect.gen(function*() {
          // Files of this process can have so many blocks of 512 bytes, or of 1,024.
          const { url } = yield* serveLimited("ulimit -f 1500", ["--store", store])
          let last = ""
          for (let number = 1; number <= 100; number++) {
            const answer = yield* patch(url, `${number}`, "x".repeat(60_000))
            if (answer.status === 200) {
              last = `${number}`
              continue
            }
            assert.strictEqual(answer.status, 503)
            assert.isNotNull(answer.headers.get("retry-after"))
            const { error } = yield* Effect.promise(() => answer.json())
            assert.match(error.message, /^The store failed: .*(?:disk|full|I\/O)/u)
            break
          }
          assert.notStrictEqual(last, "")
          assert.notStrictEqual(last, "100")
          assert.strictEqual(yield* contextOf(url), last)
          assert.strictEqual((yield* patch(url, "too much", "x".repeat(60_000))).status, 503)
          assert.strictEqual(yield* contextOf(url), last)
          return last
        }))
        const { url } = yield* serve(["--store", store])
        assert.strictEqual(yield* contextOf(url), kept)
        assert.strictEqual((yield* patch(url, "room again", "")).status, 200)
      }),
    60_000
  )
})

describe("servers that are killed under load", () => {
  const seconds = isLong ? 600_000 : 120_000

  it.live("lose nothing that was acknowledged, on SQLite", () => chaos(1, sqlite, isLong ? 50 : 2), seconds)

  if (postgres !== undefined) {
    it.live("nor on PostgreSQL", () => chaos(1, schema, isLong ? 50 : 2), seconds)

    it.live("nor when there are three of them", () => chaos(3, schema, isLong ? 50 : 4), seconds)
  }
})
