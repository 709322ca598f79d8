import { createServer } from "node:http"

/** A bot that takes every notification; counts them on `/count`. */
let count = 0
createServer((request, response) => {
  if (request.url === "/count") return void response.end(String(count))
  request.resume().on("end", () => {
    count++
    response.statusCode = 202
    response.end()
  })
  return undefined
}).listen(Number(process.argv[2]), "127.0.0.1")
