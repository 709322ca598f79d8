import { createServer } from "node:http"
import { expect as expectOfNode } from "recordop/node-test"
import { useEmulator } from "recordop/vitest"
import { afterAll, assert, beforeAll, describe, expect, it } from "vitest"

const emulator = useEmulator({ clock: "frozen", now: "2026-01-01T00:00:00Z", callerScript: "speak 3s; tone #" })

const bot = createServer((request, response) => void request.resume().on("end", () => response.writeHead(202).end()))
beforeAll(() => new Promise<void>((resolve) => void bot.listen(0, "127.0.0.1", resolve)))
afterAll(() => void bot.close())

const prompt = { mediaInfo: { uri: "https://example.com/audio/welcome.wav?v=2" } }

/** A call in which a bot has played a prompt and recorded its caller. */
const recordedCall = async () => {
  const { client, clock } = emulator
  const address = bot.address()
  const port = typeof address === "object" && address !== null ? address.port : 0
  const { id } = await client.createCall({
    callbackUri: `http://127.0.0.1:${port}/callback`,
    targets: [{ identity: { user: { id: "1" } } }]
  })
  await clock.advance("1s")
  const call = client.call(id)
  await call.playPrompt({ prompts: [prompt] })
  await clock.advance("5s")
  const { id: operationId } = await call.recordResponse({ stopTones: ["#"], clientContext: "order-7" })
  await call.operation(operationId).waitForEnd()
  return call
}

const messageOf = (promise: Promise<unknown>): Promise<string> =>
  promise.then(() => assert.fail("it passed"), (error: Error) => error.message)

describe("matchers", { concurrent: false }, () => {
  it("pass", async () => {
    const call = await recordedCall()
    await expect(call).toHaveRecorded()
    await expect(call).toHaveRecorded({ completionReason: "stopToneDetected" })
    await expect(call).toHavePlayed("welcome.wav")
    await expect(call).toHavePlayed(prompt.mediaInfo.uri)
    await expect(call).toHaveBeenTold("callUpdated", { call: { state: "established" } })
    await expect(call).toHaveAsked("POST", "/calls/*/playPrompt", { prompts: [prompt] })
    await expect(emulator).toHaveAsked("POST", "/communications/calls")
    await expect(call).not.toHavePlayed("goodbye.wav")
    await expect(call).not.toHaveBeenTold("callEnded")
    await expectOfNode(call).toHaveRecorded({ clientContext: "order-7" })
    await expectOfNode(call).not.toHaveRecorded({ clientContext: "order-8" })
  })

  it("say what came nearest when they do not", async () => {
    const call = await recordedCall()
    const [recording] = (await call.requests.list({ path: "/calls/*/recordResponse" })).map(({ response }) =>
      response?.body
    )
    assert.propertyVal(recording, "clientContext", "order-7")
    assert.match(
      await messageOf(expect(call).toHaveRecorded({ completionReason: "maxRecordDurationReached" })),
      /^Expected the bot to have recorded \{"completionReason":"maxRecordDurationReached"\}\.\nThe nearest was recording [0-9a-f-]+:\n {2}completionReason: expected "maxRecordDurationReached", got "stopToneDetected"$/u
    )
    assert.include(
      await messageOf(expect(call).toHavePlayed("goodbye.wav")),
      `It played ${prompt.mediaInfo.uri}.`
    )
    assert.include(
      await messageOf(expect(call).toHaveBeenTold("callEnded")),
      "There is no callEnded. It was told callUpdated, callUpdated, callUpdated, participantsChanged, operationEnded"
    )
    assert.include(
      await messageOf(expect(call).toHaveAsked("POST", "/calls/*/playPrompt", { loop: true })),
      "  body.loop: expected true, got "
    )
    assert.include(await messageOf(expect(call).not.toHaveRecorded()), "Expected the bot not to have recorded {}.")
    assert.include(
      await messageOf(expectOfNode(call).not.toHavePlayed("welcome.wav")),
      "Expected the bot not to have played welcome.wav."
    )
  })

  it("have nothing of the test before", async () => {
    assert.deepStrictEqual([await emulator.requests.list(), await emulator.calls.list()], [[], []])
    assert.strictEqual((await emulator.clock.get()).now, Date.UTC(2026, 0, 1))
  })
})
