import { layerSqlite } from "@recordop/storage"
import { contract } from "@recordop/testing/Contract"
import { Effect, Layer } from "effect"
import { temporaryFile } from "./temporaryFile.ts"

contract("layerSqlite in memory", (seed) => Layer.orDie(layerSqlite(":memory:", seed)))

contract(
  "layerSqlite on a file",
  (seed) => Layer.orDie(Layer.unwrap(Effect.map(temporaryFile, (file) => layerSqlite(file, seed))))
)
