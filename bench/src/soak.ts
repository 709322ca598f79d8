import { spawn } from "node:child_process"
import { readFileSync, writeFileSync } from "node:fs"
import { connect, type Socket } from "node:net"
import { setTimeout } from "node:timers/promises"
import { chart } from "./chart.ts"
import { body, path } from "./payload.ts"
import { line } from "./statistics.ts"

const minutes = 10
const idleConnections = 10_000
const cli = `${import.meta.dirname}/../../apps/cli/dist/recordop.js`
const image = `${import.meta.dirname}/../soak.svg`
const port = 4211
const url = `http://127.0.0.1:${port}`
const callbackUri = "http://localhost:4212/callback"
const targets = [{ identity: { user: { id: "112f7296-5fa4-42ca-bae8-6a692b15d4b8" } } }]
const json = { "Content-Type": "application/json" }

/** How long requests took in one minute, in milliseconds. */
let times: Array<number> = []

const ask = async (method: string, path: string, body?: object) => {
  const start = performance.now()
  const response = await fetch(url + path, {
    method,
    headers: json,
    body: body === undefined ? null : JSON.stringify(body)
  })
  const text = await response.text()
  times.push(performance.now() - start)
  if (response.status >= 400) throw new Error(`${method} ${path} answered ${response.status}: ${text}`)
  return text === "" ? {} : JSON.parse(text)
}

/** A bot: calls, records, looks and hangs up, while somebody updates operations as fast as they are answered. */
const bot = async (until: number): Promise<void> => {
  while (performance.now() < until) {
    const { id } = await ask("POST", "/v1.0/communications/calls", { callbackUri, targets })
    const call = `/v1.0/communications/calls/${id}`
    while ((await ask("GET", call)).state !== "established") await setTimeout(5)
    const operation = await ask("POST", `${call}/recordResponse`, { maxRecordDurationInSeconds: 2, playBeep: false })
    while ((await ask("GET", `${call}/operations/${operation.id}`)).status !== "Completed") await setTimeout(5)
    await ask("DELETE", call)
  }
}

const update = async (until: number): Promise<void> => {
  for (let count = 0; performance.now() < until; count++) {
    await ask("PATCH", path, { ...body, status: count % 2 === 0 ? "Running" : "Completed" })
  }
}

/** Connections that say nothing, one that never reads its events, and one whose request does not end; Node ends all but the second in time. */
const openIdle = async (): Promise<ReadonlyArray<Socket>> => {
  const sockets = Array.from({ length: idleConnections }, () => connect(port, "127.0.0.1").on("error", () => undefined))
  const reader = connect(port, "127.0.0.1").on("error", () => undefined).pause()
  reader.write(`GET /_emulator/events HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\n\r\n`)
  const half = connect(port, "127.0.0.1").on("error", () => undefined)
  half.write(`PATCH ${path} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nContent-Length: 100\r\n\r\n{`)
  await setTimeout(5_000)
  return [...sockets, reader, half]
}

const rssOf = (pid: number | undefined): number => {
  const [, kilobytes] = /^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, "utf8")) ?? []
  return Number(kilobytes) / 1_024
}

/** Ten minutes of everything at the same time; the chart is for the README. Needs Linux, and 10,100 open files. */
export const benchSoak = async (): Promise<void> => {
  const receiver = spawn(process.execPath, [`${import.meta.dirname}/bot.ts`, "4212"], { stdio: "ignore" })
  const server = spawn(process.execPath, [cli, "serve", "--port", `${port}`, "--time-scale", "20"], { stdio: "ignore" })
  const sockets: Array<Socket> = []
  try {
    await setTimeout(2_000)
    sockets.push(...await openIdle())
    const until = performance.now() + minutes * 60_000
    const work = Promise.all([
      ...Array.from({ length: 8 }, () => bot(until)),
      ...Array.from({ length: 8 }, () => update(until))
    ])
    console.log(line("Ten minutes of mixed load", "p50 ms", "p99 ms", "RSS MiB", "requests"))
    const rows: Array<{ readonly p50: number; readonly p99: number; readonly rss: number }> = []
    for (let minute = 1; minute <= minutes; minute++) {
      await Promise.race([setTimeout(60_000), work])
      const sorted = times.toSorted((a, b) => a - b)
      times = []
      const at = (share: number) => sorted[Math.floor(sorted.length * share)] ?? NaN
      const row = { p50: at(0.5), p99: at(0.99), rss: rssOf(server.pid) }
      rows.push(row)
      console.log(
        line(`  minute ${minute}`, row.p50.toFixed(2), row.p99.toFixed(2), row.rss.toFixed(0), `${sorted.length}`)
      )
    }
    await work
    writeFileSync(image, chart(rows))
  } finally {
    for (const socket of sockets) socket.destroy()
    server.kill()
    receiver.kill()
  }
}
