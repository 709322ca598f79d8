import { layerMemory } from "@recordop/emulator/memory/layer"
import { emptySeed } from "@recordop/emulator/protocol/Seed"
import { makeApp } from "@recordop/server/App"
import { servedOver } from "@recordop/server/servedOver"
import { Layer, Logger, ManagedRuntime } from "effect"
import { FetchHttpClient } from "effect/http"
import { version } from "../version.ts"
import { FetchOptions } from "./FetchOptions.ts"
import { decodeArguments, settingsOf } from "./settingsOf.ts"
import { sharedJwk } from "./sharedJwk.ts"

/**
 * A `fetch` that an emulator answers in this process, without a socket and without Node: for handlers of MSW, for workers and
 * for pages. It answers for every host, in memory; notifications go out over the global `fetch`. Throws a `TypeError` that
 * names each option that is wrong.
 */
export const createFetch = (options: FetchOptions = {}): typeof globalThis.fetch => {
  const given = decodeArguments("createFetch", FetchOptions, options)
  if (given.seed?.sounds !== undefined) {
    throw new TypeError("createFetch: it reads no files, such as the sounds of a seed")
  }
  const settings = { ...settingsOf("createFetch", given), allowedHosts: ["*"] }
  const served = servedOver(settings, layerMemory(given.seed ?? emptySeed), FetchHttpClient.layer, sharedJwk)
  const runtime = ManagedRuntime.make(Layer.provide(served, Logger.layer([])))
  const app = makeApp(runtime.runPromise, {
    ...settings,
    version,
    logRequest: () => undefined,
    // oxlint-disable-next-line effecttsgo/abort-controller-in-effect -- it never stops
    stopping: new AbortController().signal
  })
  return (input, init) => Promise.resolve(app.fetch(new Request(input, init)))
}
