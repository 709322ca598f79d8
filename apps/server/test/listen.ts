import { layerMemory, type RecordOperations, type Seed, type Store } from "@recordop/core"
import * as Server from "@recordop/server/Server"
import { ServerLog } from "@recordop/server/ServerLog"
import { defaultSettings, type ServerSettings } from "@recordop/server/ServerSettings"
import { seed } from "@recordop/testing/Fixtures"
import { Context, Effect, Layer } from "effect"

/** Listens on a free port until the scope ends, and gives the URL. */
export const listen = Effect.fnUntraced(function*(
  settings: Partial<ServerSettings> & { readonly seed?: Seed } = {},
  store: Layer.Layer<RecordOperations | Store> = layerMemory(settings.seed ?? seed)
) {
  const layer = Server.layer({ ...defaultSettings, port: 0, ...settings }, "test").pipe(
    Layer.provide(Layer.merge(store, Layer.succeed(ServerLog, { request: () => undefined })))
  )
  return Context.get(yield* Layer.build(layer), Server.Server).url
})
