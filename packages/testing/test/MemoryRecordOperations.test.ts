import { layerMemory } from "@recordop/core"
import { contract } from "@recordop/testing/Contract"

contract("layerMemory", layerMemory)
