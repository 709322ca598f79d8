import { assert, describe, it } from "@effect/vitest"
import { Unavailable } from "@recordop/core"
import { layerMemory } from "@recordop/emulator/memory/layer"
import { emptySeed } from "@recordop/emulator/protocol/Seed"
import { Store } from "@recordop/emulator/Store"
import { clouds } from "@recordop/server/identity/clouds"
import * as SigningKey from "@recordop/server/webhooks/SigningKey"
import { Effect, Layer, Logger, Result, Schema } from "effect"
import { TestClock } from "effect/testing"
import { decodeJwt, jwtVerify } from "jose"
import { key as rsaKey, withKey } from "./key.ts"

const layer = SigningKey.layer(clouds.global).pipe(Layer.provide(withKey(layerMemory(emptySeed))))

const decodeObject = Schema.decodeUnknownSync(Schema.Record(Schema.String, Schema.Json))
const decodeKept = Schema.decodeUnknownSync(Schema.Struct({ n: Schema.String }))

describe("a token for a bot", () => {
  it.effect("is sent again for five minutes, and is good for most of an hour whenever it is sent", () =>
    Effect.gen(function*() {
      const key = yield* SigningKey.SigningKey
      const first = yield* key.token("app", "tenant")
      yield* TestClock.adjust("299 seconds")
      assert.strictEqual(yield* key.token("app", "tenant"), first)
      yield* TestClock.adjust("2 hours")
      const later = yield* key.token("app", "tenant")
      const now = 299 + 7_200
      const { aud, exp, iat, tid } = decodeJwt(later)
      assert.deepStrictEqual([aud, tid, iat, exp], ["app", "tenant", now, now + 3_600])
    }).pipe(Effect.provide(layer)))

  it.effect("is of one tenant and one app, however their names are cut", () =>
    Effect.gen(function*() {
      const key = yield* SigningKey.SigningKey
      const claims = Effect.fnUntraced(function*(appId: string, tenantId: string) {
        const { aud, tid } = decodeJwt(yield* key.token(appId, tenantId))
        return [aud, tid]
      })
      assert.deepStrictEqual(yield* claims("u v", "t"), ["u v", "t"])
      assert.deepStrictEqual(yield* claims("v", "t u"), ["v", "t u"])
    }).pipe(Effect.provide(layer)))

  it.effect("is made when the store can be read again", () => {
    let isLocked = true
    const layerLocked = Layer.effect(
      Store,
      Effect.map(Store, (store) =>
        Store.of({
          ...store,
          key: Effect.suspend(() => isLocked ? Effect.fail(new Unavailable({ message: "locked" })) : store.key)
        }))
    ).pipe(Layer.provide(withKey(layerMemory(emptySeed))))
    return Effect.gen(function*() {
      const key = yield* SigningKey.SigningKey
      assert.strictEqual((yield* Effect.flip(key.token("app", "tenant")))._tag, "Unavailable")
      isLocked = false
      assert.strictEqual(decodeJwt(yield* key.token("app", "tenant")).aud, "app")
    }).pipe(Effect.provide(SigningKey.layer(clouds.global).pipe(Layer.provide(layerLocked))))
  })

  it.effect.each<[string, Record<string, Schema.Json>]>([
    ["numbers that are none", { n: "x", d: "x" }],
    ["too few of them", { n: "AQAB", d: "AQAB" }],
    ["the modulus of another key", { n: "q".repeat(342) }],
    ["no modulus", { n: 1 }]
  ])("is signed with a new key when the one of the store has %s, which is said", ([, wrong]) =>
    Effect.gen(function*() {
      const jwk = { ...decodeObject(yield* Effect.promise(rsaKey)), ...wrong }
      const messages: Array<unknown> = []
      const logger = Logger.make(({ message }) => void messages.push(...Array.from([message]).flat()))
      const layerStore = Layer.effect(
        Store,
        Effect.tap(Store, (store) =>
          store.transact({ _tag: "Key" }, () =>
            Result.succeed({ change: { key: jwk, events: [] }, answer: undefined })))
      ).pipe(Layer.provide(layerMemory(emptySeed)))
      yield* Effect.gen(function*() {
        const key = yield* SigningKey.SigningKey
        const token = yield* key.token("app", "tenant")
        const publicKey = yield* key.publicKey
        const { payload } = yield* Effect.promise(() =>
          jwtVerify(token, publicKey, { currentDate: new Date(0) })
        )
        assert.strictEqual(payload.aud, "app")
        const kept = yield* Store.use(({ key }) => key)
        assert.strictEqual(decodeKept(kept).n, publicKey.n)
      }).pipe(
        Effect.provide([
          Layer.provideMerge(SigningKey.layer(clouds.global), layerStore),
          Logger.layer([logger])
        ])
      )
      assert.lengthOf(messages, 1)
      assert.match(
        String(messages[0]),
        /^The key that tokens are signed with cannot be used: .+\. Another takes its place\.$/
      )
    }))
})
