import type { Unavailable } from "@recordop/core"
import type { Emulated } from "@recordop/emulator/engine/Emulator"
import type { Store } from "@recordop/emulator/Store"
import type { Layer } from "effect"
import type * as Turns from "./emulator/Turns.ts"
import { servedOver } from "./servedOver.ts"
import type { ServerSettings } from "./ServerSettings.ts"
import type * as SigningKey from "./webhooks/SigningKey.ts"
import * as WebhookClient from "./webhooks/WebhookClient.ts"

/** What the app serves. */
export type Served = Emulated | Store | SigningKey.SigningKey | Turns.Turns

/** Brings what a store holds to life, with notifications over Node's HTTP. */
export const layerServed = <E>(
  settings: ServerSettings,
  store: Layer.Layer<Store, E>,
  newJwk?: typeof SigningKey.newJwk
): Layer.Layer<Served, Unavailable | E> =>
  servedOver(settings, store, WebhookClient.layer(settings.callbackCertificates), newJwk)
