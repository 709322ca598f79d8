import {
  decodeOptions,
  encodeRecordOperation,
  mergeUpdate,
  RecordOperation,
  RecordOperationUpdate
} from "@recordop/core"
import { Schema } from "effect"
import { body, operation } from "./payload.ts"
import { line, median } from "./statistics.ts"

const iterations = 200_000
const decodeUpdate = Schema.decodeUnknownSync(RecordOperationUpdate, decodeOptions)
const text = JSON.stringify(body)
const updates = [JSON.parse(text), { ...JSON.parse(text), status: "Running" }]

let current = Schema.decodeUnknownSync(RecordOperation)(operation)
let sink: unknown

const tasks = {
  "JSON.parse + JSON.stringify": () => {
    sink = JSON.stringify(JSON.parse(text))
  },
  "decode + merge + encode": (index: number) => {
    current = mergeUpdate(current, decodeUpdate(updates[index & 1]))
    sink = encodeRecordOperation(current, "csdl")
  },
  "  decode": (index: number) => {
    sink = decodeUpdate(updates[index & 1])
  }
}

const nanoseconds = (task: (index: number) => void): number => {
  const start = process.hrtime.bigint()
  for (let index = 0; index < iterations; index++) task(index)
  return Number(process.hrtime.bigint() - start) / iterations
}

/** Nanoseconds of what the model does with a body, against what JSON costs anyway. */
export const benchModel = (): void => {
  const results = Object.entries(tasks).map(([name, task]) => ({ name, task, times: Array<number>() }))
  for (let round = 0; round < 12; round++) for (const { task, times } of results) times.push(nanoseconds(task))
  const baseline = median(results[0]?.times.slice(2) ?? [])
  console.log(line("The body of the source page", "ns", "ratio to JSON"))
  for (const { name, times } of results) {
    const time = median(times.slice(2))
    console.log(line(`  ${name}`, time.toFixed(0), (time / baseline).toFixed(2)))
  }
  if (sink === undefined) throw new Error("nothing was measured")
}
