import type { Seed } from "@recordop/emulator/protocol/Seed"
import { layerServed } from "@recordop/server/Served"
import * as Server from "@recordop/server/Server"
import * as ServerLog from "@recordop/server/ServerLog"
import type { ServerSettings } from "@recordop/server/ServerSettings"
import { layerStore, type StoreLocation } from "@recordop/storage"
import { Context, Effect, Layer } from "effect"
import { version } from "./version.ts"

/** Starts the server for as long as the scope lives, and gives where it listens. */
export const startServer = Effect.fnUntraced(function*(
  settings: ServerSettings & { readonly store: StoreLocation },
  seed: Seed,
  log: "json" | "text",
  print?: (text: string) => Effect.Effect<void>
) {
  const context = yield* Layer.build(
    Server.layer(settings, version).pipe(
      Layer.provideMerge(layerServed(settings, layerStore(settings.store, seed))),
      Layer.provideMerge(ServerLog.layer(log, print))
    )
  )
  const server = Context.get(context, Server.Server)
  const { secureUrl, url } = server
  yield* Effect.provide(
    Effect.logInfo(`Listening on ${url}${secureUrl === undefined ? "" : ` and ${secureUrl}`}`),
    context
  )
  return server
})
