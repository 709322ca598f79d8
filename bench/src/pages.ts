import { CallId, OperationId, RecordOperation, RecordOperations } from "@recordop/core"
import { layerRecordOperations } from "@recordop/emulator/engine/Emulator"
import { layerMemory } from "@recordop/emulator/memory/layer"
import { emptySeed, type Seed } from "@recordop/emulator/protocol/Seed"
import type { Store } from "@recordop/emulator/Store"
import { layerSqlite } from "@recordop/storage/Sqlite"
import { Effect, Layer, Schema } from "effect"
import { rmSync } from "node:fs"
import { body } from "./payload.ts"
import { line, median } from "./statistics.ts"

const rounds = 7
const pages = 500
const file = "pages.db"

const idOf = (index: number) => `${index.toString(16).padStart(8, "0")}-e085-72b0-85e0-b07285e0b072`

const one = Schema.decodeUnknownSync(RecordOperation)({ id: idOf(0), ...body })

const small = CallId.make("small")
const large = CallId.make("large")

/** A call with a hundred operations, and one with a million. */
const makeSeed = (): Seed => ({
  calls: ([[small, 100], [large, 1_000_000]] as const).map(([id, length]) => ({
    id,
    operations: Array.from({ length }, (_, index): RecordOperation => ({
      ...one,
      id: OperationId.make(idOf(index))
    }))
  }))
})

/** Microseconds for a page of 50 in the middle of a call. */
const measure = Effect.gen(function*() {
  const operations = yield* RecordOperations
  const microseconds = (callId: CallId) =>
    Effect.gen(function*() {
      const { nextCursor } = yield* operations.list(callId, { limit: 50 })
      const page = { limit: 50, ...(nextCursor === undefined ? {} : { cursor: nextCursor }) }
      const start = performance.now()
      for (let count = 0; count < pages; count++) yield* operations.list(callId, page)
      return ((performance.now() - start) / pages) * 1_000
    })
  const results: Array<readonly [number, number]> = []
  for (let round = 0; round <= rounds; round++) {
    results.push([yield* microseconds(small), yield* microseconds(large)])
  }
  return results.slice(1)
})

/** What a page costs in a call with many operations. */
export const benchPages = async (): Promise<void> => {
  console.log(line("A page of 50", "µs", "ratio"))
  const stores: ReadonlyArray<readonly [string, () => Layer.Layer<Store, { readonly message: string }>]> = [
    ["memory", () => layerMemory(makeSeed())],
    ["sqlite", () => layerSqlite(file, emptySeed)]
  ]
  try {
    // Filled and closed, so that what is measured holds none of it in its heap.
    await Effect.runPromise(Effect.scoped(Layer.build(layerSqlite(file, makeSeed()))))
    for (const [name, store] of stores) {
      const results = await Effect.runPromise(Effect.provide(measure, Layer.provide(layerRecordOperations(), store())))
      const ratio = median(results.map(([few, many]) => many / few))
      console.log(line(`  ${name}, of 100 operations`, median(results.map(([few]) => few)).toFixed(0), "1.00"))
      console.log(line(`  ${name}, of 1,000,000`, median(results.map(([, many]) => many)).toFixed(0), ratio.toFixed(2)))
    }
  } finally {
    for (const suffix of ["", "-wal", "-shm", "-server", "-server-journal"]) rmSync(file + suffix, { force: true })
  }
}
