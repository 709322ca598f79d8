import { createServer } from "node:http"
import { type body, operation } from "./payload.ts"

/** The least that a server can do: parse the body, merge by spread, answer JSON. No log, no checks, no headers. */
let current: object = operation

createServer((request, response) => {
  const chunks: Array<Buffer> = []
  request.on("data", (chunk: Buffer) => chunks.push(chunk))
  request.on("end", () => {
    const update: typeof body = JSON.parse(Buffer.concat(chunks).toString())
    current = { ...current, ...update }
    const answer = JSON.stringify(current)
    response.writeHead(200, { "Content-Type": "application/json", "Content-Length": Buffer.byteLength(answer) })
    response.end(answer)
  })
}).listen(Number(process.argv[2]), "127.0.0.1")
