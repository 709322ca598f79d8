#!/usr/bin/env node
// What the examples in the documentation use of curl, for machines that have none.
import { request as requestPlain } from "node:http"
import { request as requestSecure } from "node:https"
import { parseArgs } from "node:util"

const { positionals: [url], values: { data, header, include, request: method } } = parseArgs({
  allowPositionals: true,
  options: {
    data: { type: "string", short: "d" },
    header: { type: "string", short: "H", multiple: true, default: [] },
    include: { type: "boolean", short: "i" },
    request: { type: "string", short: "X", default: "GET" },
    silent: { type: "boolean", short: "s" }
  }
})

const request = url.startsWith("https:") ? requestSecure : requestPlain
const outgoing = request(url, { method, headers: Object.fromEntries(header.map((line) => line.split(/: (.*)/))) })
outgoing.on("response", (response) => {
  if (include) {
    process.stdout.write(`HTTP/1.1 ${response.statusCode} ${response.statusMessage}\n`)
    for (let i = 0; i < response.rawHeaders.length; i += 2) {
      process.stdout.write(`${response.rawHeaders[i]}: ${response.rawHeaders[i + 1]}\n`)
    }
    process.stdout.write("\n")
  }
  response.pipe(process.stdout)
})
outgoing.end(data)
