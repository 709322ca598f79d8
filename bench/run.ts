import { cpus } from "node:os"
import { benchHttp } from "./src/http.ts"
import { benchModel } from "./src/model.ts"
import { benchPostgres } from "./src/postgres.ts"
import { benchRecordings } from "./src/recordings.ts"
import { benchStartup } from "./src/startup.ts"

console.log(`Node ${process.version}, ${cpus().length} x ${cpus()[0]?.model}\n`)
await benchHttp()
console.log()
await benchPostgres()
console.log()
benchModel()
console.log()
benchStartup()
console.log()
await benchRecordings()
