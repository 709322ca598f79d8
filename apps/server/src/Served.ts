import type { CallsError, Simulated, Stored } from "@recordop/MISSING"
import type { Store } from "@recordop/emulator/Store"
import { layerEmulator } from "@recordop/emulator/engine/Emulator"
import type { Events } from "@recordop/emulator/ports/Events"
import { Layer } from "effect"
import { FetchHttpClient } from "effect/http"
import type { ServerSettings } from "./ServerSettings.ts"
import * as SigningKey from "./webhooks/SigningKey.ts"
import * as WebhookSender from "./webhooks/WebhookSender.ts"

/** What the app serves. */
export type Served = Simulated | Store | Events | SigningKey.SigningKey

/** Brings what a store holds to life, with notifications over HTTP. */
export const layerServed = <E>(
  settings: ServerSettings,
  store: Layer.Layer<Stored, E>
): Layer.Layer<Served, CallsError | E> =>
  layerEmulator(settings).pipe(
    Layer.provide(WebhookSender.layer(settings.callbackHosts)),
    Layer.provide(Layer.fresh(FetchHttpClient.layer)),
    Layer.provideMerge(Layer.merge(store, SigningKey.layer))
  )
