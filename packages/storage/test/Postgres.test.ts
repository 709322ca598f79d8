import { layerRecordOperations } from "@recordop/emulator/engine/Emulator"
import type { Seed } from "@recordop/emulator/protocol/Seed"
import { layerPostgres } from "@recordop/storage/Postgres"
import { callsContract } from "@recordop/testing/CallsContract"
import { contract } from "@recordop/testing/Contract"
import { seed } from "@recordop/testing/Fixtures"
import { layerFrozen } from "@recordop/testing/layerFrozen"
import { Effect, Layer } from "effect"
import { database, live, server } from "./database.ts"

const onDatabase = (seed: Seed) =>
  live(Layer.unwrap(Effect.map(Effect.promise(database), (url) => layerPostgres(url, seed))))

contract(
  "PostgreSQL",
  (seed) => Layer.orDie(Layer.provide(layerRecordOperations(), onDatabase(seed)))
)

// Each test has a database of its own; PGlite would take half a minute for them.
if (server !== undefined) callsContract("layerEmulator on PostgreSQL", () => layerFrozen(onDatabase(seed)))
