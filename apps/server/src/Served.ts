import type { Unavailable } from "@recordop/core"
import { type Emulated, layerEmulator } from "@recordop/emulator/engine/Emulator"
import type { Store } from "@recordop/emulator/Store"
import { Layer } from "effect"
import * as Turns from "./emulator/Turns.ts"
import type { ServerSettings } from "./ServerSettings.ts"
import * as SigningKey from "./webhooks/SigningKey.ts"
import * as WebhookClient from "./webhooks/WebhookClient.ts"
import * as WebhookSender from "./webhooks/WebhookSender.ts"

/** What the app serves. */
export type Served = Emulated | Store | SigningKey.SigningKey | Turns.Turns

/** Brings what a store holds to life, with notifications over HTTP. */
export const layerServed = <E>(
  settings: ServerSettings,
  store: Layer.Layer<Store, E>,
  newJwk = SigningKey.newJwk
): Layer.Layer<Served, Unavailable | E> =>
  Turns.layer.pipe(
    Layer.provideMerge(layerEmulator(settings)),
    Layer.provide(WebhookSender.layer(settings)),
    Layer.provide(Layer.fresh(WebhookClient.layer(settings.callbackCertificates))),
    Layer.provideMerge(SigningKey.layer(settings.cloud, newJwk)),
    Layer.provideMerge(store)
  )
