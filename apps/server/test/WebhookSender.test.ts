import { assert, describe, it } from "@effect/vitest"
import { layerMemory } from "@recordop/emulator/memory/layer"
import type { Notification } from "@recordop/emulator/model/Notification"
import { NotificationSender } from "@recordop/emulator/ports/NotificationSender"
import { emptySeed } from "@recordop/emulator/protocol/Seed"
import { clouds } from "@recordop/server/identity/clouds"
import * as SigningKey from "@recordop/server/webhooks/SigningKey"
import * as WebhookSender from "@recordop/server/webhooks/WebhookSender"
import { callId } from "@recordop/testing/Fixtures"
import { Effect, Fiber, Layer } from "effect"
import { FetchHttpClient } from "effect/http"
import { TestClock } from "effect/testing"

const notification: Notification = {
  id: "n",
  sequence: 1,
  callId,
  callbackUri: "http://localhost:3978/callback",
  appId: "app",
  tenantId: "tenant",
  chainId: "chain",
  body: { "@odata.type": "#microsoft.graph.commsNotifications", value: [] },
  state: "pending",
  dueAt: 0,
  tries: 0,
  attempts: [],
  resends: 0
}

/** Sends the notification to a bot that gives these answers one after another. */
const sendTo = Effect.fnUntraced(
  function*(answers: ReadonlyArray<() => Response | Promise<Response>>, given: Partial<Notification> = {}) {
    const asked: Array<string> = []
    let headers = new Headers()
    const fetch = (input: RequestInfo | URL, init?: RequestInit) => {
      asked.push(input instanceof Request ? input.url : String(input))
      headers = new Headers(init?.headers)
      return Promise.resolve(answers[asked.length - 1]?.() ?? Response.error())
    }
    const layer = WebhookSender.layer({
      callbackHosts: ["bot.contoso.com"],
      legacyNotification: false,
      deterministic: undefined
    }).pipe(
      Layer.provide(Layer.merge(FetchHttpClient.layer, SigningKey.layer(clouds.global))),
      Layer.provide(layerMemory(emptySeed)),
      Layer.provide(Layer.succeed(FetchHttpClient.Fetch, fetch))
    )
    const sender = yield* Effect.provide(NotificationSender, layer)
    return {
      asked,
      headers: () => headers,
      send: sender.send({ ...notification, ...given }, () => Effect.void)
    }
  }
)

const redirect = (location: string, status = 302) => () =>
  new Response(null, { status, headers: { Location: location } })
const accepted = () => new Response(null, { status: 204 })

describe("WebhookSender", () => {
  it.effect("waits ten seconds for an answer", () =>
    Effect.gen(function*() {
      const { asked, send } = yield* sendTo([() => new Promise(() => undefined)])
      const fiber = yield* Effect.forkChild(send)
      yield* Effect.repeat(Effect.promise(() => new Promise((resolve) => setTimeout(resolve, 5))), {
        until: () => asked.length === 1
      })
      yield* TestClock.adjust("9999 millis")
      assert.isUndefined(fiber.pollUnsafe())
      yield* TestClock.adjust("1 millis")
      assert.deepStrictEqual(yield* Fiber.join(fiber), { error: "No answer within 10 s." })
    }))

  it.effect("escapes what a bot has called its call by, where a header has no room for it", () =>
    Effect.gen(function*() {
      const { headers, send } = yield* sendTo([accepted], { chainId: "a\nb \u202e\ud800 é" })
      assert.deepStrictEqual(yield* send, { status: 204 })
      const escaped = "a%0Ab %E2%80%AE%EF%BF%BD %C3%A9"
      for (const name of ["Scenario-Id", "X-Microsoft-Skype-Chain-ID"]) assert.strictEqual(headers().get(name), escaped)
    }))

  it.effect("reads no more of an answer than a MiB", () =>
    Effect.gen(function*() {
      let pulled = 0
      const endless = () =>
        new Response(
          new ReadableStream({
            pull: (stream) => {
              pulled++
              stream.enqueue(new Uint8Array(65_536))
            }
          })
        )
      const { send } = yield* sendTo([endless])
      assert.deepStrictEqual(yield* send, { status: 200 })
      assert.isBelow(pulled, 30)
    }))

  it.effect("follows redirections, also relative ones, to hosts that are allowed", () =>
    Effect.gen(function*() {
      const { asked, send } = yield* sendTo([
        redirect("/elsewhere"),
        redirect("https://bot.contoso.com/region", 307),
        accepted
      ])
      assert.deepStrictEqual(yield* send, { status: 204 })
      assert.deepStrictEqual(asked, [
        "http://localhost:3978/callback",
        "http://localhost:3978/elsewhere",
        "https://bot.contoso.com/region"
      ])
    }))

  it.effect.each([
    "http://169.254.169.254/",
    "http://localhost.contoso.com/",
    "http://user@contoso.com/",
    "file:///etc/passwd"
  ])(
    "does not follow one to %s",
    (location) =>
      Effect.gen(function*() {
        const { asked, send } = yield* sendTo([redirect(location), accepted])
        assert.match(String((yield* send).error), /^Not sent: the host '[^']*' is not allowed/)
        assert.strictEqual(asked.length, 1)
      })
  )

  it.effect("gives up a bot that redirects for ever", () =>
    Effect.gen(function*() {
      const { asked, send } = yield* sendTo(Array.from({ length: 9 }, () => redirect("/again")))
      assert.deepStrictEqual(yield* send, { status: 302, error: "More than 3 redirections." })
      assert.strictEqual(asked.length, 4)
    }))

  it.effect("sends nothing to a callback that is not allowed any more", () =>
    Effect.gen(function*() {
      const { asked, send } = yield* sendTo([accepted], { callbackUri: "http://other.contoso.com/" })
      assert.match(String((yield* send).error), /^Not sent/)
      assert.isEmpty(asked)
    }))

  it.effect("says why the network failed", () =>
    Effect.gen(function*() {
      const { send } = yield* sendTo([
        () => Promise.reject(new Error("reset"))
      ])
      assert.deepStrictEqual(yield* send, { error: "reset" })
    }))
})
