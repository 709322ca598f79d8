import { layerServed } from "@recordop/server/Served"
import * as Server from "@recordop/server/Server"
import * as ServerLog from "@recordop/server/ServerLog"
import { withSigningKey } from "@recordop/server/webhooks/SigningKey"
import { layerStore } from "@recordop/storage"
import { Context, Effect, Layer } from "effect"
import { layerPage } from "./pageFiles.ts"
import type { readSettings } from "./readSettings.ts"
import * as SpeechCommand from "./SpeechCommand.ts"
import { layerTelemetry } from "./telemetry.ts"
import { version } from "./version.ts"

type Read = Effect.Success<ReturnType<typeof readSettings>>

/** Starts a server that lives as long as a program: once that has ended, nobody has a request on its way. */
export const startForProgram = (read: Read, print: (text: string) => Effect.Effect<void>) =>
  startServer({ ...read, settings: { ...read.settings, closingGrace: 0 } }, "text", print)

/** Starts a server for as long as the scope lives; gives where it listens, and the ports of what it serves. */
export const startServer = Effect.fnUntraced(function*(
  { seed, settings, signingKey }: Read,
  log: "json" | "text",
  print?: (text: string) => Effect.Effect<void>
) {
  const store = layerStore(settings.store, seed)
  const served = layerServed(settings, signingKey === undefined ? store : withSigningKey(store, signingKey)).pipe(
    Layer.provide(SpeechCommand.layer(settings.speechCommand))
  )
  const context = yield* Layer.build(
    Server.layer(settings, version).pipe(
      Layer.provideMerge(served),
      Layer.provideMerge(layerPage),
      Layer.provideMerge(layerTelemetry),
      Layer.provideMerge(ServerLog.layer(log, print))
    )
  )
  const { secureUrl, url } = Context.get(context, Server.Server)
  yield* Effect.provide(
    Effect.logInfo(`Listening on ${url}${secureUrl === undefined ? "" : ` and ${secureUrl}`}`),
    context
  )
  return { url, secureUrl, context }
})
