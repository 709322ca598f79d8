import { assert, describe, it } from "@effect/vitest"
import { mkdtemp, rm } from "node:fs/promises"
import { createServer } from "node:http"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { type CallClient, type Emulator, startEmulator } from "recordop"

const targets = [{ identity: { user: { id: "1" } } }]

/** A bot that keeps what it is told. */
const startBot = async (act: (body: string) => void = () => undefined) => {
  const told: Array<string> = []
  const recordings: Array<ReturnType<CallClient["recordResponse"]>> = []
  const server = createServer((request, response) => {
    let text = ""
    request.on("data", (chunk) => (text += chunk)).on("end", () => {
      told.push(text)
      response.writeHead(202).end()
      act(text)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve))
  const address = server.address()
  const callbackUri = `http://127.0.0.1:${typeof address === "object" && address !== null ? address.port : 0}/`
  return {
    told,
    recordings,
    callbackUri,
    [Symbol.asyncDispose]: () => new Promise<void>((resolve) => void server.close(() => resolve()))
  }
}

describe("startEmulator", () => {
  it("gives a recording of two minutes in no time", async () => {
    await using bot = await startBot()
    await using emulator = await startEmulator({
      clock: "frozen",
      now: "2026-01-01T00:00:00Z",
      callerScript: "speak 3s; tone #"
    })
    const { id } = await emulator.client.createCall({ callbackUri: bot.callbackUri, targets })
    await emulator.clock.advance("PT1S")
    const call = emulator.client.call(id)
    const started = await call.recordResponse({ stopTones: ["#"], maxRecordDurationInSeconds: 120 })
    await emulator.clock.advance("PT2M")
    const operation = await call.operation(started.id).get()
    assert.strictEqual(operation.completionReason, "stopToneDetected")
    assert.strictEqual(bot.told.length, 5)
    assert.strictEqual((await emulator.notifications.list()).length, 5)
    assert.strictEqual((await emulator.clock.get()).now, Date.UTC(2026, 0, 1, 0, 2, 1))
  })

  it("gives the same ids and keys for the same text, in every run and after a reset", async () => {
    const story = async ({ client, clock, url }: Emulator) => {
      const { id } = await client.createCall({ callbackUri: "http://127.0.0.1:9/", targets })
      await clock.advance("PT1S")
      const started = await client.call(id).recordResponse({ stopTones: ["#"] })
      const notifications = await client.notifications.list()
      const keys = await fetch(`${url}/common/discovery/v2.0/keys`)
      return { id, recording: started.id, told: notifications.map((told) => told.id), keys: await keys.json() }
    }
    const options = { clock: "frozen", now: "2026-01-01T00:00:00Z", deterministic: "golden" } as const
    await using one = await startEmulator(options)
    await using two = await startEmulator(options)
    await using other = await startEmulator({ ...options, deterministic: "other" })
    const first = await story(one)
    await one.reset()
    assert.deepStrictEqual(await story(one), first)
    assert.deepStrictEqual(await story(two), first)
    const others = await story(other)
    assert.notStrictEqual(others.id, first.id)
    assert.notDeepEqual(others.keys, first.keys)
  })

  it.each(["memory", "sqlite::memory:"])("makes no id again that is in what was saved, on %s", async (store) => {
    await using emulator = await startEmulator({ clock: "frozen", deterministic: "golden", store })
    const { client } = emulator
    const create = async () => (await client.createCall({ callbackUri: "http://127.0.0.1:9/", targets })).id
    const before = await create()
    const saved = await client.snapshot.save()
    await client.snapshot.load(saved)
    const after = await create()
    await client.snapshot.load(saved)
    assert.strictEqual(await create(), after)
    const { calls = [] } = await client.snapshot.save()
    assert.sameMembers(calls.map(({ id }) => id), [before, after])
    await using seeded = await startEmulator({ clock: "frozen", deterministic: "golden", seed: saved })
    const again = await seeded.client.createCall({ callbackUri: "http://127.0.0.1:9/", targets })
    assert.strictEqual(again.id, after)
  })

  it("makes no ids that follow from a text where a file has some already", async () => {
    const folder = await mkdtemp(join(tmpdir(), "recordop-"))
    const options = { store: `sqlite:${folder}/a.db`, deterministic: "golden" }
    const first = await startEmulator(options)
    await first.close()
    const refused = await startEmulator(options).then(() => "", (error: unknown) => String(error))
    assert.include(refused, "would be made again")
    await rm(folder, { recursive: true })
  })

  it.each(["memory", "sqlite::memory:"])("brings back what was saved, on %s", async (store) => {
    await using bot = await startBot()
    await using emulator = await startEmulator({ clock: "frozen", store })
    const { client, clock } = emulator
    const { id } = await client.createCall({ callbackUri: bot.callbackUri, targets, subject: "An order" })
    await clock.advance("PT1S")
    await client.call(id).setCallerScript("speak 3s; tone #")
    const before = await client.snapshot.save()
    await client.call(id).end()
    await client.snapshot.load(JSON.parse(JSON.stringify(before)))
    assert.deepStrictEqual(await client.snapshot.save(), before)

    const call = client.call(id)
    assert.deepInclude(await call.get(), { subject: "An order", state: "established" })
    const { id: recording } = await call.recordResponse({ stopTones: ["#"] })
    assert.strictEqual((await call.operation(recording).waitForEnd()).completionReason, "stopToneDetected")
    assert.include(bot.told.at(-1), recording)
    await emulator.reset()
    assert.deepStrictEqual(await client.snapshot.save(), { calls: [], meetings: [] })
  })

  it("turns the clock until something has happened, with a bot that answers first and acts afterwards", async () => {
    await using emulator = await startEmulator({ clock: "frozen", callerScript: "speak 3s; tone #" })
    await using bot = await startBot((body) => {
      const [{ resourceData, resourceUrl }] = JSON.parse(body).value
      if (resourceData.state !== "established" || bot.recordings.length > 0) return
      const call = emulator.client.call(resourceUrl.split("/").at(-1))
      setTimeout(() => bot.recordings.push(call.recordResponse({ stopTones: ["#"] })), 5)
    })
    const { id } = await emulator.client.createCall({ callbackUri: bot.callbackUri, targets })
    await emulator.clock.runUntil(() => bot.recordings.length > 0)
    const [recording] = await Promise.all(bot.recordings)
    const call = emulator.client.call(id)
    const ended = await call.operation(recording?.id ?? "").waitForEnd()
    assert.strictEqual(ended.completionReason, "stopToneDetected")
    await call.act("hang up")
    await call.waitForEnd()
    assert.deepStrictEqual(await emulator.calls.list(), [])
  })

  it("waits for the end of a call until its bot was told", async () => {
    await using emulator = await startEmulator({ clock: "frozen" })
    const told: Array<string> = []
    await using bot = await startBot((body) => {
      const [{ resourceData, resourceUrl }] = JSON.parse(body).value
      told.push(resourceData.state)
      const call = emulator.client.call(resourceUrl.split("/").at(-1))
      if (resourceData.state === "established") setTimeout(() => void call.end().catch(() => undefined), 40)
    })
    const { id } = await emulator.client.createCall({ callbackUri: bot.callbackUri, targets })
    await emulator.client.call(id).waitForEnd()
    assert.strictEqual(told.at(-1), "terminated")
  })

  it("gives up when it does not happen in time, or nothing is due any more", async () => {
    await using emulator = await startEmulator({ clock: "frozen", now: "2026-01-01T00:00:00Z" })
    const { id } = await emulator.client.createCall({ callbackUri: "http://localhost:9/", targets })
    const late = await emulator.client.call(id).waitForEnd({ within: "10m" }).then(
      () => assert.fail(),
      (error) => error
    )
    assert.deepStrictEqual([late.code, late.message], ["Timeout", `Call ${id} has not ended within 10m.`])
    assert.isAtMost((await emulator.clock.get()).now, Date.UTC(2026, 0, 1, 0, 10))
    await emulator.reset()
    const never = await emulator.clock.runUntil(() => false).then(() => assert.fail(), (error) => error)
    assert.deepStrictEqual([never.code, never.message], ["Timeout", "It has not happened and nothing more is due."])
  })

  it("keeps what was asked, and lets things go wrong", async () => {
    await using emulator = await startEmulator()
    const { client, faults, requests } = emulator
    await faults.add({
      method: "POST",
      path: "/communications/calls",
      answer: { status: 503, retryAfter: 0 },
      times: 1
    })
    const { id } = await client.createCall({ callbackUri: "http://localhost:9/", targets })
    assert.deepStrictEqual((await requests.list({ direction: "received" })).map(({ response }) => response?.status), [
      503,
      201
    ])
    assert.isTrue(
      (await requests.check({ method: "POST", path: "/communications/calls", body: { targets }, times: 2 })).isMet
    )
    assert.deepStrictEqual((await emulator.calls.list()).map((call) => call.id), [id])
    assert.deepStrictEqual((await faults.list()).map(({ applied }) => applied), [1])
    await emulator.reset()
    assert.deepStrictEqual([await faults.list(), await requests.list()], [[], []])
  })

  it("begins anew by a reset", async () => {
    await using emulator = await startEmulator({
      clock: "frozen",
      now: "2026-01-01T00:00:00Z",
      seed: { calls: [{ id: "c1", operations: [{ id: "op-1", status: "Running" }] }] }
    })
    const { id } = await emulator.client.createCall({ callbackUri: "http://localhost:9/", targets })
    await emulator.clock.advance("PT1H")
    await emulator.client.call("c1").operation("op-1").delete()
    await emulator.reset()
    assert.strictEqual((await emulator.clock.get()).now, Date.UTC(2026, 0, 1))
    assert.strictEqual((await emulator.client.call("c1").operation("op-1").get()).status, "Running")
    await emulator.client.call(id).get().then(
      () => assert.fail("it is there"),
      (error) => assert.strictEqual(error.status, 404)
    )
    assert.deepStrictEqual(await emulator.notifications.list(), [])
  })

  it("runs many times beside itself, and ends", async () => {
    const emulators = await Promise.all(Array.from({ length: 20 }, () => startEmulator()))
    assert.strictEqual(new Set(emulators.map(({ url }) => url)).size, 20)
    await Promise.all(emulators.map(({ close }) => close()))
    await Promise.all(emulators.map(({ close }) => close()))
    const answers = await Promise.allSettled(emulators.map(({ url }) => fetch(url)))
    assert.deepStrictEqual(new Set(answers.map(({ status }) => status)), new Set(["rejected"]))
  })

  it.each([
    [{ clock: "stopped" }, "startEmulator: clock: Expected \"real\" | \"frozen\", got \"stopped\""],
    [{ seed: { calls: [{ id: "" }] } }, "startEmulator: seed.calls.0.id: "],
    [{ callerScript: "shout" }, "startEmulator: callerScript: step 1 (character 1): expected speak 3s"],
    [{ clocks: "real" }, "startEmulator: clocks: "],
    [{ timeScale: 2, clock: "frozen" }, "startEmulator: a frozen clock has no timeScale"],
    [{ now: "2026-01-01T00:00:00Z", clock: "real" }, "startEmulator: now is for a clock that is frozen"]
  ])("says what is wrong with %j", async (options, message) => {
    const error = await startEmulator(JSON.parse(JSON.stringify(options))).then(
      () => assert.fail("it starts"),
      (error) => error
    )
    assert.instanceOf(error, TypeError)
    assert.include(error.message, message)
  })

  it("says why it cannot listen", async () => {
    await using emulator = await startEmulator()
    const error = await startEmulator({ port: Number(new URL(emulator.url).port) }).then(
      () => assert.fail(),
      (error) => error
    )
    assert.match(error.message, /^Cannot listen on 127\.0\.0\.1:\d+: .*EADDRINUSE/)
  })
})
