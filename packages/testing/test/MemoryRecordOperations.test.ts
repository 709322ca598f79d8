import { layerRecordOperations } from "@recordop/emulator/engine/Emulator"
import { layerMemory } from "@recordop/emulator/memory/layer"
import { contract } from "@recordop/testing/Contract"
import { Layer } from "effect"

contract("memory", (seed) => Layer.provide(layerRecordOperations(), layerMemory(seed)))
