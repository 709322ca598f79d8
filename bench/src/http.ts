import { type ChildProcess, spawn } from "node:child_process"
import { rmSync } from "node:fs"
import { setTimeout } from "node:timers/promises"
import { load } from "./load.ts"
import { line, median } from "./statistics.ts"

const rounds = 5
const file = "bench.db"
const bareFile = "bare.db"
const cli = `${import.meta.dirname}/../../apps/cli/dist/recordop.js`

const servers = [
  { name: "bare node:http", port: 4181, args: [`${import.meta.dirname}/bare.ts`, "4181"] },
  { name: "Hono alone", port: 4184, args: [`${import.meta.dirname}/hono.ts`, "4184"] },
  { name: "recordop, memory", port: 4182, args: [cli, "serve", "--port", "4182"] },
  {
    name: "node:http and node:sqlite alone",
    port: 4185,
    args: [`${import.meta.dirname}/bareSqlite.ts`, "4185", bareFile]
  },
  { name: "recordop, sqlite", port: 4183, args: [cli, "serve", "--port", "4183", "--store", `sqlite:${file}`] }
]

/** Rounds of all servers one after another, so that what slows the machine down slows all of them. */
export const benchHttp = async (): Promise<void> => {
  const children: Array<ChildProcess> = servers.map(({ args }) => spawn(process.execPath, args, { stdio: "ignore" }))
  try {
    await setTimeout(2_000)
    const results = servers.map((server) => ({ ...server, perSecond: Array<number>() }))
    for (const { port } of servers) await load({ port, duration: 3 })
    for (let round = 0; round < rounds; round++) {
      for (const { perSecond, port } of results) perSecond.push(await load({ port, duration: 3 }))
    }
    const [bare] = results
    console.log(line("PATCH at 32 connections", "requests/s", "ratio to bare"))
    for (const { name, perSecond } of results) {
      const ratio = median(perSecond.map((value, round) => value / (bare?.perSecond[round] ?? NaN)))
      console.log(line(`  ${name}`, median(perSecond).toFixed(0), ratio.toFixed(2)))
    }
  } finally {
    for (const child of children) child.kill()
    for (const name of [file, bareFile]) {
      for (const suffix of ["", "-wal", "-shm", "-server", "-server-journal"]) rmSync(name + suffix, { force: true })
    }
  }
}
