import type { Unavailable } from "@recordop/core"
import { layerEmulator } from "@recordop/emulator/engine/Emulator"
import type { Store } from "@recordop/emulator/Store"
import { Effect, Layer } from "effect"
import type { HttpClient } from "effect/http"
import * as Turns from "./emulator/Turns.ts"
import type { Served } from "./Served.ts"
import type { ServerSettings } from "./ServerSettings.ts"
import * as PromptFetcher from "./webhooks/PromptFetcher.ts"
import { seededJwk } from "./webhooks/seededJwk.ts"
import * as SigningKey from "./webhooks/SigningKey.ts"
import * as WebhookSender from "./webhooks/WebhookSender.ts"

/** Brings what a store holds to life, with notifications over a client of HTTP. Needs nothing of Node. */
export const servedOver = <E>(
  settings: ServerSettings,
  store: Layer.Layer<Store, E>,
  client: Layer.Layer<HttpClient.HttpClient>,
  newJwk = SigningKey.newJwk
): Layer.Layer<Served, Unavailable | E> => {
  const { deterministic: seed } = settings
  return Turns.layer.pipe(
    Layer.provideMerge(Layer.provide(layerEmulator(settings), PromptFetcher.layer(settings))),
    Layer.provide(WebhookSender.layer(settings)),
    Layer.provide(Layer.fresh(client)),
    Layer.provideMerge(
      SigningKey.layer(settings.cloud, seed === undefined ? newJwk : Effect.sync(() => seededJwk(seed)))
    ),
    Layer.provideMerge(store)
  )
}
