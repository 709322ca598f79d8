import { layerMemory, type RecordOperationsError, type Seed, type Stored } from "@recordop/core"
import { type Layer, Schema } from "effect"
import { layerSqlite } from "./Sqlite.ts"

/** Where operations are kept: `memory`, or `sqlite:` and the name of a file. */
export const StoreLocation = Schema.String.check(
  Schema.isPattern(/^(?:memory|sqlite:.+)$/u, { expected: "memory or sqlite:FILE" })
).annotate({ identifier: "StoreLocation", description: "Where operations are kept." })
export type StoreLocation = typeof StoreLocation.Type

/** The store at this place, which gets the seed when it is new. Fails with `Unavailable` when it cannot be used. */
export const layerStore = (
  location: StoreLocation,
  seed: Seed
): Layer.Layer<Stored, RecordOperationsError> =>
  location === "memory" ? layerMemory(seed) : layerSqlite(location.slice("sqlite:".length), seed)
