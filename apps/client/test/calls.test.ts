import { assert, describe, it } from "@effect/vitest"
import { BadRequestError, createClient, NotFoundError } from "@recordop/client"
import { callId, seed } from "@recordop/testing/Fixtures"
import { Effect, Fiber } from "effect"
import { baseUrl, fetchAppOn } from "./FetchApp.ts"

const makeClient = Effect.map(
  fetchAppOn(seed, { clock: { mode: "frozen" } }),
  (fetch) => createClient({ baseUrl, fetch })
)

const rejection = (promise: Promise<unknown>) =>
  Effect.promise(() => promise.then(() => assert.fail("it did not reject"), (error: unknown) => error))

describe("createClient with calls", () => {
  it.effect("runs the whole loop", () =>
    Effect.gen(function*() {
      const client = yield* makeClient
      yield* Effect.promise(async () => {
        const created = await client.createCall({
          callbackUri: "http://localhost:9/callback",
          subject: "mine",
          targets: [{ identity: { user: { id: "1" } } }]
        })
        assert.deepInclude({ ...created }, { state: "establishing", subject: "mine" })
        const call = client.call(created.id)
        await call.setCallerScript("speak 3s; tone #")
        await client.clock.advance("PT1S")
        assert.strictEqual((await call.get()).state, "established")
        const { id, status } = await call.recordResponse({ stopTones: ["#"], maxRecordDurationInSeconds: 60 })
        assert.strictEqual(status, "Running")
        await client.clock.advance("PT10S")
        const ended = await call.operation(id).wait()
        assert.deepInclude({ ...ended }, { status: "Completed", completionReason: "stopToneDetected" })
        const wav = await call.operation(id).download()
        assert.strictEqual(wav.length, 44 + 3 * 16_000 * 2)
        assert.strictEqual(new TextDecoder().decode(wav.subarray(0, 4)), "RIFF")
        const notifications = await client.notifications.list(call.id)
        assert.deepStrictEqual(notifications.map(({ body }) => body.value[0]?.changeType), [
          "updated",
          "updated",
          "updated",
          "updated",
          "deleted"
        ])
        await client.notifications.redeliver(String(notifications[0]?.id))
        await call.end()
      })
      assert.instanceOf(yield* rejection(client.notifications.redeliver("none")), NotFoundError)
    }))

  it.effect("calls a bot, answers and rejects for it", () =>
    Effect.gen(function*() {
      const client = yield* makeClient
      const callbackUri = "http://localhost:9/callback"
      yield* Effect.promise(async () => {
        const { id, state } = await client.callBot({ callbackUri, script: "speak 1s" })
        assert.strictEqual(state, "incoming")
        await client.call(id).answer({ mediaConfig: { "@odata.type": "#microsoft.graph.serviceHostedMediaConfig" } })
        await client.call(id).keepAlive()
        assert.strictEqual((await client.call(id).get()).state, "establishing")
        const other = await client.callBot({ callbackUri })
        await client.call(other.id).reject({ reason: "busy" })
      })
      assert.instanceOf(yield* rejection(client.callBot()), BadRequestError)
      assert.throws(() => client.callBot({ callbackUri, script: "shout" }), BadRequestError)
    }))

  it.effect("refuses options that there are not, and says which", () =>
    Effect.gen(function*() {
      const client = yield* makeClient
      const answer = { status: 503 }
      assert.throws(() => client.faults.add(Object.assign({ answer }, { pth: "/calls" })), /Not a fault: .* pth: /)
      assert.throws(() => client.faults.add({ path: "/calls" }), /Expected delay, or one of answer, drop, cut$/)
      assert.throws(
        () => client.callBot(Object.assign({ callbackUri: "http://localhost:9/" }, { scrpt: "tone 1" })),
        /scrpt: /
      )
      for (
        const refused of [
          yield* rejection(client.requests.check(Object.assign({ method: "GET" }, { pth: "/" }))),
          yield* rejection(client.requests.list(Object.assign({ status: 200 }, { pth: "/" })))
        ]
      ) {
        assert.instanceOf(refused, BadRequestError)
        assert.include(String(refused), "pth: ")
      }
      assert.throws(() => client.clock.advance("1"), /Expected an ISO 8601 duration/)
      assert.throws(() => client.call(callId).setCallerScript("foo"), /expected speak 3s or silence 2s/i)
    }))

  it.effect("plays, cancels and acts for the caller", () =>
    Effect.gen(function*() {
      const client = yield* makeClient
      const call = client.call(callId)
      yield* Effect.promise(async () => {
        const prompt = await call.playPrompt({ prompts: [{ mediaInfo: { uri: "https://cdn.contoso.com/a.wav" } }] })
        assert.strictEqual(prompt.status, "Running")
        const cancelled = await call.cancelMediaProcessing({ clientContext: "c" })
        assert.deepInclude({ ...cancelled }, { status: "Completed", clientContext: "c" })
        assert.strictEqual((await call.subscribeToTone({ clientContext: "t" })).clientContext, "t")
        assert.strictEqual((await call.mute()).status, "Completed")
        assert.strictEqual((await call.unmute()).status, "Completed")
        assert.strictEqual((await call.updateRecordingStatus({ status: "recording" })).status, "Completed")
        const { id } = await call.recordResponse({ playBeep: false, stopTones: ["1"] })
        await call.act("tone 1")
        assert.strictEqual((await call.operation(id).get()).completionReason, "stopToneDetected")
      })
      assert.instanceOf(yield* rejection(call.act("speak 1s")), BadRequestError)
      assert.throws(() => call.act("shout"), BadRequestError)
      assert.throws(() => call.setCallerScript("shout 3s"), BadRequestError)
      assert.throws(() => client.clock.advance("7 years"), BadRequestError)
    }))

  it.effect("waits until an operation ends, and rejects when it is deleted", () =>
    Effect.gen(function*() {
      const client = yield* makeClient
      const call = client.call(callId)
      const [one, other] = yield* Effect.promise(async () => [await call.recordResponse(), await call.recordResponse()])
      assert.isDefined(one)
      assert.isDefined(other)
      const waits = [call.operation(one.id).wait(), call.operation(other.id).wait()] as const
      const refused = yield* Effect.forkChild(rejection(waits[1]))
      yield* Effect.promise(() => client.clock.advance("PT5.5S"))
      assert.strictEqual((yield* Effect.promise(() => waits[0])).completionReason, "maxRecordDurationReached")
      yield* Effect.promise(() => call.operation(other.id).delete())
      assert.instanceOf(yield* Fiber.join(refused), NotFoundError)
    }))

  it.effect("does not wait for an operation that a reset has taken away", () =>
    Effect.gen(function*() {
      const fetch = yield* fetchAppOn(seed, { clock: { mode: "frozen" } })
      const call = createClient({ baseUrl, fetch }).call(callId)
      const { id } = yield* Effect.promise(() => call.recordResponse())
      const refused = yield* Effect.forkChild(rejection(call.operation(id).wait()))
      yield* Effect.promise(() => new Promise((resolve) => setTimeout(resolve, 50)))
      yield* Effect.promise(() => fetch(`${baseUrl}/_emulator/reset`, { method: "POST" }))
      assert.instanceOf(yield* Fiber.join(refused), NotFoundError)
    }))

  it.effect("iterates over what happens until its signal aborts", () =>
    Effect.gen(function*() {
      const client = yield* makeClient
      const call = client.call(callId)
      const abort = new AbortController()
      const seen: Array<string> = []
      const error = yield* rejection((async () => {
        const events = call.events({ signal: abort.signal })[Symbol.asyncIterator]()
        const first = events.next()
        await new Promise((resolve) => setTimeout(resolve, 50))
        await client.call("other").create()
        await call.create({ status: "Running" })
        const { value } = await first
        seen.push(value._tag, value.change.operation.status)
        abort.abort(new Error("seen enough"))
        await events.next()
      })())
      assert.deepStrictEqual(seen, ["Operation", "Running"])
      assert.include(String(error), "seen enough")
    }))
})
