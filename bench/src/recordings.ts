import { type ChildProcess, spawn } from "node:child_process"
import { readFileSync, rmSync } from "node:fs"
import { setTimeout } from "node:timers/promises"
import { advance, post } from "./requests.ts"
import { line } from "./statistics.ts"

const recordings = 10_000
const concurrency = 64
const file = "recordings.db"
const cli = `${import.meta.dirname}/../../apps/cli/dist/recordop.js`
const targets = [{ identity: { user: { id: "112f7296-5fa4-42ca-bae8-6a692b15d4b8" } } }]
const callbackUri = "http://localhost:4195/callback"

/** Does something so many times, 64 at the same time. */
const many = async <A>(times: number, use: (index: number) => Promise<A>): Promise<ReadonlyArray<A>> => {
  const results: Array<A> = []
  let next = 0
  const work = async () => {
    for (let index = next++; index < times; index = next++) results[index] = await use(index)
  }
  await Promise.all(Array.from({ length: concurrency }, work))
  return results
}

const seconds = async (work: () => Promise<unknown>): Promise<number> => {
  const start = performance.now()
  await work()
  return (performance.now() - start) / 1_000
}

/** The memory that a process of Linux holds, in MiB. */
const memoryOf = (child: ChildProcess): string => {
  const [, kilobytes] = /^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${child.pid}/status`, "utf8")) ?? []
  return (Number(kilobytes) / 1_024).toFixed(0)
}

/** The least that has to be done: so many notifications posted, with nothing kept and nothing signed. */
const bareSeconds = async (): Promise<number> => {
  const body = JSON.stringify({ value: [{ changeType: "deleted", resourceData: { pad: "x".repeat(900) } }] })
  return await seconds(() =>
    many(recordings, async () => {
      const response = await fetch(callbackUri, { method: "POST", body })
      await response.arrayBuffer()
    })
  )
}

/** How many notifications of an end have been delivered, on all pages. */
const countEnded = async (first: string): Promise<number> => {
  let count = 0
  for (let link = first; link !== "";) {
    const { nextLink = "", value } = await fetch(link).then((response) => response.json())
    for (const { body, state } of value) {
      if (state === "delivered" && JSON.stringify(body).includes("maxRecordDurationReached")) count++
    }
    link = nextLink
  }
  return count
}

const run = async (name: string, port: number, args: ReadonlyArray<string>, bare: number): Promise<void> => {
  const url = `http://127.0.0.1:${port}`
  const serving = ["serve", "--clock", "frozen", "--port", String(port), ...args]
  const child = spawn(process.execPath, [cli, ...serving], { stdio: "ignore" })
  try {
    await setTimeout(2_000)
    const calls = `${url}/v1.0/communications/calls`
    const ids = await many(recordings, async () => (await post(calls, { callbackUri, targets })).id)
    await advance(url, "PT1S")
    await many(
      recordings,
      (index) => post(`${calls}/${ids[index]}/recordResponse`, { maxRecordDurationInSeconds: 120 })
    )
    const before = memoryOf(child)
    const spent = await seconds(() => advance(url, "PT2M1S"))
    const ended = await countEnded(`${url}/_emulator/notifications`)
    if (ended !== recordings) throw new Error(`only ${ended} recordings have ended`)
    console.log(
      line(
        `  recordop, ${name} (${before} MiB before, ${memoryOf(child)} after)`,
        spent.toFixed(1),
        (spent / bare).toFixed(1)
      )
    )
  } finally {
    child.kill()
  }
}

/** Ten thousand recordings of two minutes at the same time, on a frozen clock that is turned to their end. */
export const benchRecordings = async (): Promise<void> => {
  const bot = spawn(process.execPath, [`${import.meta.dirname}/bot.ts`, "4195"], { stdio: "ignore" })
  try {
    await setTimeout(1_000)
    const bare = await bareSeconds()
    console.log(line("10,000 recordings to their end", "seconds", "ratio to bare"))
    console.log(line("  10,000 bare POSTs to the bot", bare.toFixed(1), "1.0"))
    await run("memory", 4191, [], bare)
    await run("sqlite", 4192, ["--store", `sqlite:${file}`], bare)
  } finally {
    bot.kill()
    for (const suffix of ["", "-wal", "-shm", "-server", "-server-journal"]) rmSync(file + suffix, { force: true })
  }
}
