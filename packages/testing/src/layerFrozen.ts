import { defaultEmulatorSettings, layerEmulator } from "@recordop/emulator/engine/Emulator"
import { NotificationSender } from "@recordop/emulator/ports/NotificationSender"
import type { Store } from "@recordop/emulator/Store"
import { Effect, Layer } from "effect"

/** A bot that takes everything. */
const layerBot = Layer.succeed(NotificationSender, { send: () => Effect.succeed({ status: 202 }) })

/** An emulator with a frozen clock on a store. */
export const layerFrozen = <E>(store: Layer.Layer<Store, E>) =>
  layerEmulator({ ...defaultEmulatorSettings, clock: { mode: "frozen" } }).pipe(
    Layer.provide(layerBot),
    Layer.provideMerge(store),
    Layer.orDie
  )
