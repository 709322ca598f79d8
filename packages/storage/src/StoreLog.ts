import { type EventLog, Events, makeEventLog } from "@recordop/core"
import { Context, Effect, Layer } from "effect"

/** Where the parts of a store put what happens in it. */
export class StoreLog extends Context.Service<StoreLog, EventLog>()("@recordop/storage/StoreLog") {}

/** A log of this process, and the port that reads it. */
export const layer: Layer.Layer<StoreLog | Events> = Layer.effectContext(
  Effect.map(
    makeEventLog,
    (log) => Context.make(StoreLog, log).pipe(Context.add(Events, Events.of({ subscribe: log.subscribe })))
  )
)
