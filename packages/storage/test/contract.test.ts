import { layerRecordOperations } from "@recordop/emulator/engine/Emulator"
import type { Seed } from "@recordop/emulator/protocol/Seed"
import { layerSqlite } from "@recordop/storage"
import { callsContract } from "@recordop/testing/CallsContract"
import { contract } from "@recordop/testing/Contract"
import { seed } from "@recordop/testing/Fixtures"
import { layerFrozen } from "@recordop/testing/layerFrozen"
import { temporaryFile } from "@recordop/testing/temporaryFile"
import { Effect, Layer } from "effect"

const onFile = (filename: string, seed: Seed) =>
  Layer.orDie(Layer.provide(layerRecordOperations(), layerSqlite(filename, seed)))

contract("SQLite in memory", (seed) => onFile(":memory:", seed))

contract("SQLite on a file", (seed) => Layer.unwrap(Effect.map(temporaryFile, (file) => onFile(file, seed))))

callsContract("layerEmulator on SQLite", () => layerFrozen(layerSqlite(":memory:", seed)))
