import { layerMemory } from "@recordop/emulator/memory/layer"
import type { Seed } from "@recordop/emulator/protocol/Seed"
import { makeApp } from "@recordop/server/App"
import { layerServed, type Served } from "@recordop/server/Served"
import { defaultSettings, type ServerSettings } from "@recordop/server/ServerSettings"
import { Effect, Layer } from "effect"
import { FetchHttpClient } from "effect/http"

export const baseUrl = "http://localhost"

/** A `fetch` that is the server's app itself: no socket is opened. */
export const makeFetchApp = Effect.gen(function*() {
  const context = yield* Effect.context<Served>()
  const app = makeApp(Effect.runPromiseWith(context), {
    ...defaultSettings,
    version: "test",
    logRequest: () => undefined,
    stopping: new AbortController().signal
  })
  return async (input: RequestInfo | URL, init?: RequestInit) => app.request(new Request(input, init))
})

/** What the app serves, on memory. */
export const layerServedOn = (seed: Seed, settings: Partial<ServerSettings> = {}) =>
  Layer.orDie(layerServed({ ...defaultSettings, ...settings }, layerMemory(seed)))

/** A `fetch` of the app on memory, for as long as the scope lives. */
export const fetchAppOn = (seed: Seed, settings?: Partial<ServerSettings>) =>
  Effect.flatMap(Layer.build(layerServedOn(seed, settings)), (context) => Effect.provide(makeFetchApp, context))

/** An HTTP client that talks to the app on memory. */
export const layerFetchApp = (seed: Seed, settings?: Partial<ServerSettings>) =>
  FetchHttpClient.layer.pipe(
    Layer.provideMerge(Layer.effect(FetchHttpClient.Fetch, makeFetchApp)),
    Layer.provide(layerServedOn(seed, settings))
  )
