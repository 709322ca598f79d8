import { defaultSimulation, layerSimulation, NotificationSender, type Stored } from "@recordop/core"
import { Effect, Layer } from "effect"

/** A bot that takes everything. */
const layerBot = Layer.succeed(NotificationSender, { send: () => Effect.succeed({ status: 202 }) })

/** A simulation with a frozen clock on a store. */
export const layerFrozen = <E>(store: Layer.Layer<Stored, E>) =>
  layerSimulation({ ...defaultSimulation, clock: { mode: "frozen" } }).pipe(
    Layer.provide(layerBot),
    Layer.provideMerge(store),
    Layer.orDie
  )
