import { NodeFileSystem } from "@effect/platform-node"
import { assert, describe, it } from "@effect/vitest"
import { Effect, FileSystem } from "effect"
import { listening } from "./listening.ts"
import { serve } from "./recordop.ts"

/** A bot that remembers what it was told and answered. */
const bot = Effect.suspend(() => {
  const told: Array<string> = []
  const server = listening(({ text }) => {
    const { changeType, resourceData } = JSON.parse(text).value[0]
    told.push(`${changeType} ${resourceData.state ?? resourceData.completionReason ?? "participants"}`)
  })
  return Effect.map(server, ({ close, url }) => ({ uri: `${url}/callback`, told, close }))
})

const send = (method: string, url: string, body?: object) =>
  Effect.promise(() =>
    fetch(url, {
      method,
      headers: { "Content-Type": "application/json" },
      body: body === undefined ? null : JSON.stringify(body)
    }).then((response) => response.json())
  )

const until = (condition: () => boolean) => Effect.repeat(Effect.sleep("10 millis"), { until: condition })

const temporaryStore = Effect.gen(function*() {
  const fileSystem = yield* FileSystem.FileSystem
  return `sqlite:${yield* fileSystem.makeTempDirectoryScoped()}/ops.db`
}).pipe(Effect.orDie, Effect.provide(NodeFileSystem.layer))

const notificationsOf = (url: string) => Effect.map(send("GET", `${url}/_emulator/notifications`), ({ value }) => value)

describe("a server that is killed in the middle of a recording", () => {
  it.live("ends it when it is back, and tells the bot once", () =>
    Effect.gen(function*() {
      const { told, uri } = yield* bot
      const args = ["--store", yield* temporaryStore]
      const first = yield* serve(args)
      const { id } = yield* send("POST", `${first.url}/v1.0/communications/calls`, {
        callbackUri: uri,
        targets: [{ identity: { user: { id: "1" } } }]
      })
      yield* until(() => told.length === 4)
      const call = `/v1.0/communications/calls/${id}`
      const recording = yield* send("POST", `${first.url}${call}/recordResponse`, { maxRecordDurationInSeconds: 2 })
      yield* first.kill

      const second = yield* serve(args)
      yield* until(() => told.length > 4)
      assert.deepStrictEqual(told, [
        "updated establishing",
        "updated established",
        "updated established",
        "updated participants",
        "deleted maxRecordDurationReached"
      ])
      const operation = yield* send("GET", `${second.url}${call}/operations/${recording.id}`)
      assert.deepInclude(operation, { status: "Completed", completionReason: "maxRecordDurationReached" })
      const listed = yield* notificationsOf(second.url)
      assert.deepStrictEqual(listed.map(({ state }: { readonly state: string }) => state), Array(5).fill("delivered"))
    }))

  it.live("goes on where a frozen clock stood", () =>
    Effect.gen(function*() {
      const { told, uri } = yield* bot
      const args = ["--clock", "frozen", "--store", yield* temporaryStore]
      const first = yield* serve(args)
      const advance = (url: string, duration: string) => send("POST", `${url}/_emulator/clock`, { advance: duration })
      const { id } = yield* send("POST", `${first.url}/v1.0/communications/calls`, {
        callbackUri: uri,
        targets: [{ identity: { user: { id: "1" } } }]
      })
      yield* advance(first.url, "PT40M")
      yield* send("POST", `${first.url}/v1.0/communications/calls/${id}/recordResponse`, {})
      const { now } = yield* advance(first.url, "PT3S")
      yield* first.kill

      const second = yield* serve(args)
      assert.deepInclude(yield* send("GET", `${second.url}/_emulator/clock`), { now, mode: "frozen" })
      yield* advance(second.url, "PT2.4S")
      assert.strictEqual(told.length, 4)
      yield* advance(second.url, "PT0.1S")
      assert.deepStrictEqual(told.slice(4), ["deleted maxRecordDurationReached"])
    }))

  it.live("does not go back to a time before", () =>
    Effect.gen(function*() {
      const args = ["--store", yield* temporaryStore]
      const first = yield* serve(args)
      yield* send("POST", `${first.url}/_emulator/clock`, { mode: "frozen" })
      yield* send("POST", `${first.url}/_emulator/clock`, { advance: "P1D" })
      yield* send("POST", `${first.url}/_emulator/clock`, { mode: "scaled", scale: 100 })
      yield* Effect.sleep("2500 millis")
      const before = yield* send("GET", `${first.url}/_emulator/clock`)
      yield* first.kill
      const second = yield* serve(args)
      const after = yield* send("GET", `${second.url}/_emulator/clock`)
      // What was kept last is at most a second old, which is 100 seconds of this clock.
      assert.isAbove(Date.parse(after.now), Date.parse(before.now) - 120_000)
    }))

  it.live("keeps what a bot that was down has yet to be told", () =>
    Effect.gen(function*() {
      const { close, told, uri } = yield* bot
      close()
      const args = ["--clock", "frozen", "--store", yield* temporaryStore]
      const first = yield* serve(args)
      yield* send("POST", `${first.url}/v1.0/communications/calls`, {
        callbackUri: uri,
        targets: [{ identity: { user: { id: "1" } } }]
      })
      yield* send("POST", `${first.url}/_emulator/clock`, { advance: "PT1S" })
      yield* first.kill
      assert.isEmpty(told)

      const second = yield* serve(args)
      const listed = yield* notificationsOf(second.url)
      assert.deepStrictEqual(listed.map(({ state }: { readonly state: string }) => state), [
        "pending",
        "pending",
        "pending",
        "pending"
      ])
      assert.match(listed[0].attempts[0].error, /ECONNREFUSED/)
    }))
})
