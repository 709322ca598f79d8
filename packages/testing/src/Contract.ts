import { layer } from "@effect/vitest"
import type { RecordOperations } from "@recordop/core"
import type { Seed } from "@recordop/emulator/protocol/Seed"
import type { Layer } from "effect"
import { changes } from "./contract/changes.ts"
import { concurrency } from "./contract/concurrency.ts"
import { list } from "./contract/list.ts"
import { merge } from "./contract/merge.ts"
import { preconditions } from "./contract/preconditions.ts"
import { longSeed } from "./Fixtures.ts"

/**
 * The contract of `RecordOperations`: what every adapter does alike. Call it at the top of a test file; `makeLayer`
 * gives the adapter on a store that starts with the given seed.
 */
export const contract = (name: string, makeLayer: (seed: Seed) => Layer.Layer<RecordOperations>): void =>
  layer(makeLayer(longSeed), { timeout: "2 minutes" })(`${name} (contract of RecordOperations)`, (it) => {
    merge(it)
    preconditions(it)
    list(it)
    concurrency(it)
    changes(it)
  })
