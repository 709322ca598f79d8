import { cpus } from "node:os"
import { benchHttp } from "./src/http.ts"
import { benchLoops } from "./src/loops.ts"
import { benchMemory } from "./src/memory.ts"
import { benchModel } from "./src/model.ts"
import { benchPages } from "./src/pages.ts"
import { benchPeers } from "./src/peers.ts"
import { benchPostgres } from "./src/postgres.ts"
import { benchRecordings } from "./src/recordings.ts"
import { benchSoak } from "./src/soak.ts"
import { benchStartup } from "./src/startup.ts"

/** What is measured by default: not what takes ten minutes, and nothing that has to be installed first. */
const benches = {
  http: benchHttp,
  postgres: benchPostgres,
  model: benchModel,
  startup: benchStartup,
  memory: benchMemory,
  pages: benchPages,
  loops: benchLoops,
  recordings: benchRecordings
}

const others = { peers: benchPeers, soak: benchSoak }

const asked = process.argv.slice(2)
const names = Object.keys({ ...benches, ...others })
const unknown = asked.find((name) => !names.includes(name))
if (unknown !== undefined) throw new Error(`There is no benchmark ${unknown}; there are ${names.join(", ")}.`)
const all: ReadonlyArray<readonly [string, () => void | Promise<void>]> = Object.entries({ ...benches, ...others })
const chosen = asked.length === 0 ? Object.entries(benches) : all.filter(([name]) => asked.includes(name))

console.log(`Node ${process.version}, ${cpus().length} x ${cpus()[0]?.model}`)
for (const [, bench] of chosen) {
  console.log()
  await bench()
}
