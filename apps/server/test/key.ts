import { Store } from "@recordop/emulator/Store"
import type { Schema } from "effect"
import { Effect, Layer, Result } from "effect"
import { exportJWK, generateKeyPair } from "jose"

let made: Promise<Schema.Json> | undefined

/** One signing key for all tests: to make one takes longer than most of them. */
export const key = (): Promise<Schema.Json> =>
  made ??= generateKeyPair("RS256", { extractable: true })
    .then(({ privateKey }) => exportJWK(privateKey))
    .then((jwk) => JSON.parse(JSON.stringify(jwk)))

/** The store with a signing key, unless it has one. */
export const withKey = <E>(store: Layer.Layer<Store, E>) =>
  Layer.effect(
    Store,
    Effect.gen(function*() {
      const store = yield* Store
      if ((yield* store.key) !== undefined) return store
      const jwk = yield* Effect.promise(key)
      yield* store.transact(
        { _tag: "Nothing" },
        () => Result.succeed({ change: { key: jwk, events: [] }, answer: undefined })
      )
      return store
    })
  ).pipe(Layer.provide(store))
