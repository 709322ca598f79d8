import { layerSqlite } from "@recordop/storage"
import { callsContract } from "@recordop/testing/CallsContract"
import { contract } from "@recordop/testing/Contract"
import { seed } from "@recordop/testing/Fixtures"
import { layerFrozen } from "@recordop/testing/layerFrozen"
import { Effect, Layer } from "effect"
import { temporaryFile } from "./temporaryFile.ts"

contract("layerSqlite in memory", (seed) => Layer.orDie(layerSqlite(":memory:", seed)))

contract(
  "layerSqlite on a file",
  (seed) => Layer.orDie(Layer.unwrap(Effect.map(temporaryFile, (file) => layerSqlite(file, seed))))
)

callsContract("layerSimulation on SQLite", () => layerFrozen(layerSqlite(":memory:", seed)))
