import { layerMemory } from "@recordop/emulator/memory/layer"
import { callsContract } from "@recordop/testing/CallsContract"
import { seed } from "@recordop/testing/Fixtures"
import { layerFrozen } from "@recordop/testing/layerFrozen"

callsContract("layerEmulator on memory", () => layerFrozen(layerMemory(seed)))
