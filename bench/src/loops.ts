import { spawn } from "node:child_process"
import { rmSync } from "node:fs"
import { setTimeout } from "node:timers/promises"
import { advance, post } from "./requests.ts"
import { line, median } from "./statistics.ts"

const rounds = 5
const duration = 3_000
const file = "loops.db"
const cli = `${import.meta.dirname}/../../apps/cli/dist/recordop.js`
const callbackUri = "http://localhost:4196/callback"
const bot = "http://127.0.0.1:4196"
const targets = [{ identity: { user: { id: "112f7296-5fa4-42ca-bae8-6a692b15d4b8" } } }]

const servers = [
  { name: "memory", port: 4197, args: [] },
  { name: "sqlite", port: 4198, args: ["--store", `sqlite:${file}`] }
]

/** A call that is made, answered, recorded for a second until a key is pressed, downloaded and ended, as a test does it. */
const loop = async (url: string): Promise<void> => {
  const calls = `${url}/v1.0/communications/calls`
  const { id } = await post(calls, { callbackUri, targets })
  await advance(url, "PT1S")
  const operation = await post(`${calls}/${id}/recordResponse`, { stopTones: ["#"], playBeep: false })
  await advance(url, "PT2S")
  const ended = await fetch(`${calls}/${id}/operations/${operation.id}`).then((response) => response.json())
  const recording = await fetch(ended.recordingLocation, {
    headers: { Authorization: `Bearer ${ended.recordingAccessToken}` }
  })
  if ((await recording.arrayBuffer()).byteLength !== 44 + 32_000) throw new Error("the recording has not a second")
  await fetch(`${calls}/${id}`, { method: "DELETE" })
  await advance(url, "PT0S")
}

/** As many requests to a server that does nothing. */
const bareLoop = async (): Promise<void> => {
  for (let request = 0; request < 8; request++) {
    const response = await fetch(bot, { method: "POST", body: JSON.stringify({ callbackUri, targets }) })
    await response.arrayBuffer()
  }
}

const perSecond = async (work: () => Promise<void>): Promise<number> => {
  const start = performance.now()
  let count = 0
  for (; performance.now() - start < duration; count++) await work()
  return count / ((performance.now() - start) / 1_000)
}

/** How many recordings a second a test can make, one after another, with a frozen clock and one bot. */
export const benchLoops = async (): Promise<void> => {
  const children = [
    spawn(process.execPath, [`${import.meta.dirname}/bot.ts`, "4196"], { stdio: "ignore" }),
    ...servers.map(({ args, port }) =>
      spawn(process.execPath, [
        cli,
        "serve",
        "--clock",
        "frozen",
        "--port",
        `${port}`,
        "--caller-script",
        "speak 1s; tone #",
        ...args
      ], { stdio: "ignore" })
    )
  ]
  try {
    await setTimeout(2_000)
    const works = [bareLoop, ...servers.map(({ port }) => () => loop(`http://127.0.0.1:${port}`))]
    const results = works.map(() => Array<number>())
    for (const work of works) await perSecond(work)
    for (let round = 0; round < rounds; round++) {
      for (const [index, work] of works.entries()) results[index]?.push(await perSecond(work))
    }
    const [bare = []] = results
    console.log(line("Whole recordings, one after another", "loops/s", "ratio to bare"))
    for (
      const [index, name] of ["8 bare POSTs to the bot", ...servers.map(({ name }) => `recordop, ${name}`)].entries()
    ) {
      const ratios = (results[index] ?? []).map((value, round) => value / (bare[round] ?? NaN))
      console.log(line(`  ${name}`, median(results[index] ?? []).toFixed(0), median(ratios).toFixed(2)))
    }
  } finally {
    for (const child of children) child.kill()
    for (const suffix of ["", "-wal", "-shm", "-server", "-server-journal"]) rmSync(file + suffix, { force: true })
  }
}
