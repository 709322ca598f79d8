import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { startBot } from "./bot.ts"
import { frozenServer } from "./frozen.ts"

/** A bot that answers first, and acts a moment later: it records, and records again when that has ended, three times. */
const startLateBot = (url: () => string) => {
  let recorded = 0
  return startBot((response, _, { body }) => {
    response.writeHead(202).end()
    for (const { resourceData, resourceUrl } of body.value) {
      const isActive = JSON.stringify(resourceData["mediaState"] ?? {}).includes("\"active\"")
      if (recorded >= 3 || (!isActive && resourceData["completionReason"] === undefined)) continue
      recorded++
      const parameters = { maxRecordDurationInSeconds: 10, maxSilenceTimeoutInSeconds: 5, playBeep: false }
      setTimeout(() => {
        void fetch(`${url()}/v1.0/communications/calls/${resourceUrl.split("/")[3]}/recordResponse`, {
          method: "POST",
          headers: { "Content-Type": "application/json" },
          body: JSON.stringify({ ...parameters, prompts: [] })
        })
      }, 30)
    }
  })
}

describe("a turn of the clock that settles", () => {
  it.live("lets a bot that answers first act at the instant at which it is told", () =>
    Effect.gen(function*() {
      let base = ""
      const bot = yield* startLateBot(() => base)
      const server = yield* frozenServer()
      base = server.url
      const { body: { id } } = yield* server.post("/v1.0/communications/calls", {
        callbackUri: bot.callbackUri,
        targets: [{ identity: { user: { id: "1" } } }]
      })
      const turned = yield* server.post("/_emulator/clock", { advance: "PT31S", settle: "PT0.2S" })
      assert.strictEqual(turned.status, 200)
      const { body } = yield* server.send("GET", `/v1.0/communications/calls/${id}/operations`)
      const reasons = body.value.map(({ completionReason }: { completionReason: string }) => completionReason)
      assert.deepStrictEqual(reasons, Array(3).fill("maxRecordDurationReached"))
    }))

  it.live.each([
    [{ settle: "PT1S" }, "Expected"],
    [{ advance: "PT1S", settle: "PT2M" }, "settle: Expected"],
    [{ mode: "frozen", settle: "PT1S" }, "Expected"]
  ])("answers 400 to %j", ([body, message]) =>
    Effect.gen(function*() {
      const server = yield* frozenServer()
      const answer = yield* server.post("/_emulator/clock", body)
      assert.strictEqual(answer.status, 400)
      assert.include(answer.body.error.message, message)
    }))
})
