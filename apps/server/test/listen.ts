import type { Unavailable } from "@recordop/core"
import { layerMemory } from "@recordop/emulator/memory/layer"
import type { Seed } from "@recordop/emulator/protocol/Seed"
import type { Store } from "@recordop/emulator/Store"
import { layerServed } from "@recordop/server/Served"
import * as Server from "@recordop/server/Server"
import { ServerLog } from "@recordop/server/ServerLog"
import { defaultSettings, type ServerSettings } from "@recordop/server/ServerSettings"
import { seed } from "@recordop/testing/Fixtures"
import { Context, Effect, Layer } from "effect"

/** Listens on a free port until the scope ends, and gives the URL. */
export const listen = (...args: Parameters<typeof listenBoth>) => Effect.map(listenBoth(...args), ({ url }) => url)

/** The same, with the URL of https. */
export const listenBoth = Effect.fnUntraced(function*(
  settings: Partial<ServerSettings> & { readonly seed?: Seed } = {},
  store: Layer.Layer<Store, Unavailable> = layerMemory(settings.seed ?? seed)
) {
  const all = { ...defaultSettings, port: 0, ...settings }
  const layer = Server.layer(all, "test").pipe(
    Layer.provide(
      Layer.merge(Layer.orDie(layerServed(all, store)), Layer.succeed(ServerLog, { request: () => undefined }))
    )
  )
  return Context.get(yield* Layer.build(layer), Server.Server)
})
