import type { Unavailable } from "@recordop/core"
import { layerMemory } from "@recordop/emulator/memory/layer"
import { emptySeed } from "@recordop/emulator/protocol/Seed"
import type { Store } from "@recordop/emulator/Store"
import { layerSqlite } from "@recordop/storage"
import { layerPostgres } from "@recordop/storage/Postgres"
import { Effect, Layer } from "effect"
import { database, live } from "./database.ts"

/** Each store, by its name, with nothing in it. */
export const stores: ReadonlyArray<readonly [string, Layer.Layer<Store, Unavailable>]> = [
  ["memory", layerMemory(emptySeed)],
  ["SQLite", layerSqlite(":memory:", emptySeed)],
  [
    "PostgreSQL",
    live(Layer.unwrap(Effect.map(Effect.promise(database), (url) => layerPostgres(url, emptySeed))))
  ]
]
