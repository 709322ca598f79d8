import { CallId, OperationId, type RecordOperation } from "@recordop/core"
import { Calls, defaultRecordResponse } from "@recordop/core/calls"
import { defaultEmulatorSettings, type Emulated, layerEmulator } from "@recordop/emulator/engine/Emulator"
import { layerMemory } from "@recordop/emulator/memory/layer"
import { EmulatorClock } from "@recordop/emulator/ports/EmulatorClock"
import { NotificationSender } from "@recordop/emulator/ports/NotificationSender"
import { emptySeed, type Seed } from "@recordop/emulator/protocol/Seed"
import { Store } from "@recordop/emulator/Store"
import { Effect, Layer } from "effect"
import { setFlagsFromString } from "node:v8"
import { runInNewContext } from "node:vm"
import { operation } from "./payload.ts"
import { line } from "./statistics.ts"

const operations = 100_000
const endedCalls = 10_000

setFlagsFromString("--expose-gc")
const collect: () => void = runInNewContext("gc")

/** The bytes that are in use, without what nobody refers to. */
const used = (): number => {
  collect()
  return process.memoryUsage().heapUsed + process.memoryUsage().arrayBuffers
}

const layerBot = Layer.succeed(NotificationSender, { send: () => Effect.succeed({ status: 202 }) })

const emulator = layerEmulator({
  ...defaultEmulatorSettings,
  clock: { mode: "frozen" },
  maxEndedCalls: 2 * endedCalls,
  maxNotifications: 0
}).pipe(
  Layer.provide(layerBot),
  Layer.provideMerge(layerMemory(emptySeed))
)

const idOf = (index: number) => `${index.toString(16).padStart(8, "0")}-e085-72b0-85e0-b07285e0b072`

/** Operations as they come out of JSON, so that none shares a text with another. */
const seedOf = (count: number): Seed => ({
  calls: [{
    id: CallId.make(idOf(0)),
    operations: Array.from(
      { length: count },
      (_, index): RecordOperation => JSON.parse(JSON.stringify({ ...operation, id: OperationId.make(idOf(index)) }))
    )
  }]
})

const perOperation = Effect.gen(function*() {
  const store = yield* Store
  const before = used()
  yield* store.load(seedOf(operations))
  return (used() - before) / operations
})

/** A call from its beginning to its end, with one recording. */
const endedCall = Effect.gen(function*() {
  const calls = yield* Calls
  const clock = yield* EmulatorClock
  const { id } = yield* calls.create({ callbackUri: "http://localhost/callback" })
  yield* clock.advance("1 second")
  yield* calls.recordResponse(id, defaultRecordResponse)
  yield* clock.advance("10 seconds")
  yield* calls.end(id)
  yield* clock.advance(0)
})

const perCall = Effect.gen(function*() {
  // What is bounded by less than this, such as timelines and events, is full before it is measured.
  yield* Effect.repeat(endedCall, { times: 2_000 })
  const before = used()
  yield* Effect.repeat(endedCall, { times: endedCalls - 1 })
  return (used() - before) / endedCalls
})

/** What a server in memory holds of what is there, as its heap grows. */
export const benchMemory = async (): Promise<void> => {
  console.log(line("Memory", "KiB"))
  const inEmulator = <E>(measured: Effect.Effect<number, E, Emulated | Store>) =>
    Effect.runPromise(Effect.provide(measured, emulator))
  console.log(line("  stored operation", ((await inEmulator(perOperation)) / 1_024).toFixed(2)))
  console.log(line("  ended call, with a recording", ((await inEmulator(perCall)) / 1_024).toFixed(2)))
}
