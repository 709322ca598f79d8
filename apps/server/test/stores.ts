import type { Unavailable } from "@recordop/core"
import { layerMemory } from "@recordop/emulator/memory/layer"
import type { Store } from "@recordop/emulator/Store"
import { layerSqlite } from "@recordop/storage"
import { seed } from "@recordop/testing/Fixtures"
import type { Layer } from "effect"

/** A store of its own for each test. */
export type MakeStore = () => Layer.Layer<Store, Unavailable>

/** The stores that every recording and every notification is tried on. */
export const stores: ReadonlyArray<readonly [name: string, makeStore: MakeStore]> = [
  ["memory", () => layerMemory(seed)],
  ["SQLite", () => layerSqlite(":memory:", seed)]
]
