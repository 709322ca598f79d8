import type { RecordOperations, Unavailable } from "@recordop/core"
import { layerRecordOperations } from "@recordop/emulator/engine/Emulator"
import { emptySeed } from "@recordop/emulator/protocol/Seed"
import { layerStore } from "@recordop/storage"
import { Layer } from "effect"

/** The operations in a store that no server has. */
export const layerFile = (store: string): Layer.Layer<RecordOperations, Unavailable> =>
  Layer.provide(layerRecordOperations(), layerStore(store, emptySeed))
