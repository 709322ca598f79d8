import type { Unavailable } from "@recordop/core"
import { layerMemory } from "@recordop/emulator/memory/layer"
import type { Seed } from "@recordop/emulator/protocol/Seed"
import type { Store } from "@recordop/emulator/Store"
import { Effect, Layer, Schema } from "effect"
import { layerSqlite } from "./Sqlite.ts"

/**
 * Where everything is kept: `memory`, `sqlite:` and the name of a file, or the URL of a PostgreSQL database. A `file:` URI, which SQLite
 * knows as well, is none: another server could not tell that it is the same file.
 */
export const StoreLocation = Schema.String.check(
  Schema.isPattern(/^(?:memory|sqlite:(?!file:).*\S.*|postgres(?:ql)?:\/\/.+)$/u, {
    expected: "memory or sqlite:FILE, or postgres://…"
  })
).annotate({ identifier: "StoreLocation", description: "Where operations are kept." })
export type StoreLocation = typeof StoreLocation.Type

/** The place as others may see it: the password of a URL is `***`. */
export const withoutPassword = (location: string): string =>
  location.replace(/(?<=:\/\/[^/@:]*):.*@/u, ":***@").replace(/(?<=[?&]password=)[^&]*/u, "***")

/** The store at this place, which gets the seed when it is new. Fails with `Unavailable` when it cannot be used. */
export const layerStore = (location: StoreLocation, seed: Seed): Layer.Layer<Store, Unavailable> =>
  location === "memory"
    ? layerMemory(seed)
    : location.startsWith("sqlite:")
    ? layerSqlite(location.slice("sqlite:".length), seed)
    : Layer.unwrap(Effect.map(
      // Loaded when somebody uses it: most people do not.
      Effect.promise(() => import("./Postgres.ts")),
      ({ layerPostgres }) => layerPostgres(location, seed)
    ))
