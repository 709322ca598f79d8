import { spawnSync } from "node:child_process"
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { line, median } from "./statistics.ts"

const cli = `${import.meta.dirname}/../../apps/cli/dist/recordop.js`

const commands = {
  "node -e 0": ["-e", "0"],
  "recordop --version": [cli, "--version"],
  "recordop schema": [cli, "schema"],
  "recordop run -- node -e 0": [cli, "run", "--quiet", "--", process.execPath, "-e", "0"]
}

/** The first run makes a certificate authority, which is no part of a start. */
const env = { ...process.env, RECORDOP_CA_DIR: mkdtempSync(`${tmpdir()}/recordop-bench-`) }

const milliseconds = (args: ReadonlyArray<string>): number => {
  const start = performance.now()
  spawnSync(process.execPath, args, { env })
  return performance.now() - start
}

/** Milliseconds from start to exit, against Node that does nothing. */
export const benchStartup = (): void => {
  const results = Object.entries(commands).map(([name, args]) => ({ name, args, times: Array<number>() }))
  for (const { args } of results) milliseconds(args)
  for (let round = 0; round < 25; round++) for (const { args, times } of results) times.push(milliseconds(args))
  rmSync(env.RECORDOP_CA_DIR, { recursive: true })
  const baseline = median(results[0]?.times ?? [])
  console.log(line("Start to exit of the bundle", "ms", "ratio to node"))
  for (const { name, times } of results) {
    console.log(line(`  ${name}`, median(times).toFixed(1), (median(times) / baseline).toFixed(2)))
  }
}
