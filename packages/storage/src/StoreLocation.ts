import type { Unavailable } from "@recordop/core"
import { layerMemory } from "@recordop/emulator/memory/layer"
import type { Seed } from "@recordop/emulator/protocol/Seed"
import type { Store } from "@recordop/emulator/Store"
import { type Layer, Schema } from "effect"
import { layerSqlite } from "./Sqlite.ts"

/** Where everything is kept: `memory`, or `sqlite:` and the name of a file. */
export const StoreLocation = Schema.String.check(
  Schema.isPattern(/^(?:memory|sqlite:.*\S.*)$/u, { expected: "memory or sqlite:FILE" })
).annotate({ identifier: "StoreLocation", description: "Where operations are kept." })
export type StoreLocation = typeof StoreLocation.Type

/** The store at this place, which gets the seed when it is new. Fails with `Unavailable` when it cannot be used. */
export const layerStore = (location: StoreLocation, seed: Seed): Layer.Layer<Store, Unavailable> =>
  location === "memory" ? layerMemory(seed) : layerSqlite(location.slice("sqlite:".length), seed)
