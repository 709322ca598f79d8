import { layerMemory } from "@recordop/core"
import { callsContract } from "@recordop/testing/CallsContract"
import { seed } from "@recordop/testing/Fixtures"
import { layerFrozen } from "@recordop/testing/layerFrozen"

callsContract("layerSimulation on memory", () => layerFrozen(layerMemory(seed)))
