import { type ChildProcess, execFileSync, spawn } from "node:child_process"
import { mkdirSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { setTimeout } from "node:timers/promises"
import { load } from "./load.ts"
import { operation, path } from "./payload.ts"
import { line, median } from "./statistics.ts"

const rounds = 3
const folder = `${tmpdir()}/recordop-peers`
const cli = `${import.meta.dirname}/../../apps/cli/dist/recordop.js`

/** `emulate` 1.0 is another package of the same name. */
const packages = ["@stoplight/prism-cli@5.14.2", "json-server@0.17.4", "@mockoon/cli@9.9.0", "emulate@0.12.2"]

/** What Prism answers from: the body is checked against it, and nothing is kept. */
const openApi = {
  openapi: "3.0.3",
  info: { title: "Operations", version: "1" },
  paths: {
    [path]: {
      patch: {
        requestBody: {
          content: { "application/json": { schema: { type: "object", properties: { status: { type: "string" } } } } }
        },
        responses: { 200: { description: "The operation", content: { "application/json": { example: operation } } } }
      }
    }
  }
}

/** An environment of Mockoon with a table of operations. */
const environment = (port: number) => ({
  uuid: "environment",
  lastMigration: 33,
  name: "bench",
  port,
  hostname: "127.0.0.1",
  routes: [{
    uuid: "route",
    type: "crud",
    method: "",
    endpoint: "operations",
    responses: [{
      uuid: "response",
      statusCode: 200,
      headers: [],
      bodyType: "DATABUCKET",
      databucketID: "rows",
      rules: [],
      default: true,
      crudKey: "id",
      callbacks: []
    }],
    responseMode: null
  }],
  rootChildren: [{ type: "route", uuid: "route" }],
  headers: [],
  data: [{ uuid: "data", id: "rows", name: "operations", value: JSON.stringify([operation]) }],
  callbacks: []
})

const ofOperation = { path: `/operations/${operation.id}` }

const peers = [
  { name: "recordop, memory", port: 4201, args: [cli, "serve", "--port", "4201"], asked: {} },
  {
    name: "prism (an example; keeps nothing)",
    port: 4202,
    args: ["node_modules/@stoplight/prism-cli/dist/index.js", "mock", "openapi.json", "-p", "4202"],
    asked: {}
  },
  {
    name: "json-server",
    port: 4203,
    args: ["node_modules/json-server/lib/cli/bin.js", "db.json", "--port", "4203", "--quiet"],
    asked: ofOperation
  },
  {
    name: "mockoon",
    port: 4204,
    args: ["node_modules/@mockoon/cli/bin/run.js", "start", "-d", "mockoon.json", "-X"],
    asked: ofOperation
  },
  {
    name: "emulate (the user of its Vercel)",
    port: 4205,
    args: ["node_modules/emulate/dist/index.js", "--service", "vercel", "--port", "4205"],
    asked: {
      path: "/v2/user",
      // Each token may ask five thousand times.
      requests: Array.from({ length: 200 }, (_, index) => ({ body: { name: `name ${index}` }, token: `t${index}` }))
    }
  }
]

/** Puts the peers beside the workspace, and not into it: nobody else needs them. */
const install = (): void => {
  mkdirSync(folder, { recursive: true })
  writeFileSync(`${folder}/package.json`, "{}")
  writeFileSync(`${folder}/openapi.json`, JSON.stringify(openApi))
  writeFileSync(`${folder}/db.json`, JSON.stringify({ operations: [operation] }))
  writeFileSync(`${folder}/mockoon.json`, JSON.stringify(environment(4204)))
  execFileSync("npm", ["install", "--no-audit", "--no-fund", "--loglevel=error", ...packages], {
    cwd: folder,
    stdio: "inherit"
  })
}

/** PATCH requests per second, beside other servers that pretend to be somebody. */
export const benchPeers = async (): Promise<void> => {
  install()
  const children: Array<ChildProcess> = peers.map(({ args }) =>
    spawn(process.execPath, args, { cwd: folder, stdio: "ignore" })
  )
  try {
    await setTimeout(6_000)
    const results = peers.map((peer) => ({ ...peer, perSecond: Array<number>() }))
    for (const { asked, port } of peers) await load({ port, duration: 2, ...asked })
    for (let round = 0; round < rounds; round++) {
      for (const { asked, perSecond, port } of results) perSecond.push(await load({ port, duration: 3, ...asked }))
    }
    const [ours] = results
    console.log(line("PATCH at 32 connections", "requests/s", "recordop's"))
    for (const { name, perSecond } of results) {
      const times = median(perSecond.map((value, round) => (ours?.perSecond[round] ?? NaN) / value))
      console.log(line(`  ${name}`, median(perSecond).toFixed(0), `${times.toFixed(1)} x`))
    }
  } finally {
    for (const child of children) child.kill()
  }
}
