import { createServer, type ServerResponse } from "node:http"
import { DatabaseSync } from "node:sqlite"
import { type body, operation } from "./payload.ts"

/**
 * The least that a server can do that acknowledges what is committed: what came in one turn of the event loop is one transaction,
 * synced to the disk.
 */
const [, , port, file = ":memory:"] = process.argv
const database = new DatabaseSync(file)
database.exec(`PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;
  CREATE TABLE IF NOT EXISTS operations (key TEXT PRIMARY KEY, version INTEGER NOT NULL, body TEXT NOT NULL)`)
database.prepare("INSERT OR REPLACE INTO operations VALUES ('1', 1, ?)").run(JSON.stringify(operation))
const read = database.prepare("SELECT version, body FROM operations WHERE key = '1'")
const write = database.prepare("UPDATE operations SET version = ?, body = ? WHERE key = '1'")

const waiting: Array<{ readonly update: typeof body; readonly response: ServerResponse }> = []

const commit = (): void => {
  const jobs = waiting.splice(0)
  database.exec("BEGIN IMMEDIATE")
  const answers = jobs.map(({ response, update }) => {
    const { body: before, version } = read.get() ?? {}
    const answer = JSON.stringify({ ...JSON.parse(String(before)), ...update })
    write.run(Number(version) + 1, answer)
    return { response, answer }
  })
  database.exec("COMMIT")
  for (const { answer, response } of answers) {
    response.writeHead(200, { "Content-Type": "application/json", "Content-Length": Buffer.byteLength(answer) })
    response.end(answer)
  }
}

createServer((request, response) => {
  const chunks: Array<Buffer> = []
  request.on("data", (chunk: Buffer) => chunks.push(chunk))
  request.on("end", () => {
    if (waiting.length === 0) setImmediate(commit)
    waiting.push({ update: JSON.parse(Buffer.concat(chunks).toString()), response })
  })
}).listen(Number(port), "127.0.0.1")
