import { Context, Effect, Layer } from "effect"
import { CallStore } from "../calls/CallStore.ts"
import { ClockStore } from "../clock/ClockStore.ts"
import { Outbox } from "../notifications/Outbox.ts"
import { RecordOperations } from "../RecordOperations.ts"
import type { Seed } from "../Seed.ts"
import { Events } from "../simulation/Events.ts"
import { Store } from "../Store.ts"
import { makeCallStore } from "./callStore.ts"
import { makeMemoryState } from "./MemoryState.ts"
import { makeOutbox } from "./outbox.ts"
import { makeRecordOperations } from "./recordOperations.ts"

/** The ports that a store implements. */
export type Stored = RecordOperations | Store | CallStore | Outbox | ClockStore | Events

/** Keeps everything in memory, starting from `seed`. What the clock showed is forgotten with it. */
export const layerMemory = (seed: Seed): Layer.Layer<Stored> =>
  Layer.effectContext(
    Effect.map(makeMemoryState(seed), (state) =>
      Context.make(RecordOperations, makeRecordOperations(state)).pipe(
        Context.add(
          Store,
          Store.of({
            kind: "memory",
            check: Effect.void,
            reset: Effect.sync(() => {
              state.reset()
              state.log.publish({ _tag: "Reset" })
            })
          })
        ),
        Context.add(CallStore, makeCallStore(state)),
        Context.add(Outbox, makeOutbox(state)),
        Context.add(ClockStore, ClockStore.of({ load: Effect.undefined, save: () => Effect.void })),
        Context.add(Events, Events.of({ subscribe: state.log.subscribe }))
      ))
  )
