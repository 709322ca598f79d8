import { PgClient } from "@effect/sql-pg"
import autocannon from "autocannon"
import { Effect, Redacted } from "effect"
import { SqlClient } from "effect/sql"
import { spawn } from "node:child_process"
import { setTimeout } from "node:timers/promises"
import { body } from "./payload.ts"
import { line, median } from "./statistics.ts"

const rounds = 3
const seconds = 3
const connections = 32
const ports = [4191, 4192, 4193, 4194]
const cli = `${import.meta.dirname}/../../apps/cli/dist/recordop.js`

/** Calls of their own, so that no change waits for another one's lock. */
const calls = Array.from({ length: 64 }, (_, index) => `bench-${index}`)

const update = JSON.stringify(body)

/** The statements of one PATCH. */
const statements = Effect.fnUntraced(function*(call: string, operation: string) {
  const sql = yield* SqlClient.SqlClient
  yield* sql.withTransaction(Effect.gen(function*() {
    yield* sql`SELECT 1 FROM calls WHERE key = ${call} FOR UPDATE`
    yield* sql`SELECT calls.id, operations.key, version, operations.format, body, task FROM calls
      LEFT JOIN operations ON call_key = calls.key AND operations.key = ${operation} WHERE calls.key = ${call}`
    yield* sql`UPDATE operations SET version = version + 1, body = ${update}, format = 2
      WHERE call_key = ${call} AND key = ${operation}`
    yield* sql`INSERT INTO events (body) VALUES (${update})`
  }))
})

const perSecondOfStatements = (url: string, operations: ReadonlyArray<string>): Promise<number> => {
  let done = 0
  const loops = Effect.forEach(
    Array.from({ length: connections }, (_, index) => index),
    (index) =>
      Effect.forever(
        Effect.tap(statements(calls[index] ?? "", operations[index] ?? ""), () => Effect.sync(() => done++))
      ),
    { concurrency: connections, discard: true }
  )
  return loops.pipe(
    Effect.timeoutOption(seconds * 1_000),
    Effect.provide(
      PgClient.layer({ url: Redacted.make(url), maxConnections: 10, startupParameters: { search_path: "bench" } })
    ),
    Effect.as(0),
    Effect.map(() => done / seconds),
    Effect.runPromise
  )
}

const load = async (servers: ReadonlyArray<number>, operations: ReadonlyArray<string>): Promise<number> => {
  const results = await Promise.all(servers.map((port, index) =>
    autocannon({
      url: `http://127.0.0.1:${port}`,
      connections: connections / servers.length,
      duration: seconds,
      headers: { "Content-Type": "application/json" },
      requests: calls.flatMap((call, number) =>
        number % servers.length === index
          ? ["Running", "Completed"].map((status) => ({
            method: "PATCH",
            path: `/v1.0/communications/calls/${call}/operations/${operations[number]}`,
            body: JSON.stringify({ ...body, status })
          }))
          : []
      )
    })
  ))
  const failed = results.reduce((sum, { non2xx }) => sum + non2xx, 0)
  if (failed > 0) throw new Error(`${failed} requests failed`)
  return results.reduce((sum, { requests }) => sum + requests.average, 0)
}

const create = async (call: string): Promise<string> => {
  const response = await fetch(`http://127.0.0.1:${ports[0]}/v1.0/communications/calls/${call}/operations`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: update
  })
  const { id }: { readonly id: string } = await response.json()
  return id
}

/** PATCHes a second on one PostgreSQL, by one, two and four servers, against the same statements without a server. */
export const benchPostgres = async (): Promise<void> => {
  // oxlint-disable-next-line effecttsgo/process-env -- where a server is, only the environment says
  const given = process.env["RECORDOP_TEST_POSTGRES_URL"]
  if (given === undefined) return console.log("PostgreSQL: not run, RECORDOP_TEST_POSTGRES_URL names no server")
  const url = new URL(given)
  url.searchParams.set("schema", "bench")
  const start = (port: number) =>
    spawn(process.execPath, [cli, "serve", "--port", String(port), "--store", url.href], { stdio: "ignore" })
  const children = ports.map(start)
  try {
    await setTimeout(4_000)
    const operations = await Promise.all(calls.map(create))
    const results = [1, 2, 4].map((count) => ({ count, perSecond: Array<number>() }))
    const alone: Array<number> = []
    for (const { count } of results) await load(ports.slice(0, count), operations)
    for (let round = 0; round < rounds; round++) {
      alone.push(await perSecondOfStatements(given, operations))
      for (const { count, perSecond } of results) perSecond.push(await load(ports.slice(0, count), operations))
    }
    console.log(line("PATCH on PostgreSQL at 32 connections", "requests/s", "ratio to alone"))
    console.log(line("  the same statements alone", median(alone).toFixed(0), "1.00"))
    for (const { count, perSecond } of results) {
      const ratio = median(perSecond.map((value, round) => value / (alone[round] ?? NaN)))
      console.log(line(`  ${count} server${count === 1 ? "" : "s"}`, median(perSecond).toFixed(0), ratio.toFixed(2)))
    }
  } finally {
    for (const child of children) child.kill()
  }
}
