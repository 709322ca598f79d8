import { database } from "./test/database.ts"
import { layerPostgres } from "./src/Postgres.ts"
import { Store } from "@recordop/emulator/Store"
import { Effect } from "effect"
const url = await database()
for (const n of [1,2]) {
const t = performance.now()
await Effect.runPromise(Effect.gen(function*() { const s = yield* Store; console.log("built", performance.now() - t); yield* s.check; }).pipe(Effect.provide(layerPostgres(url, { calls: [] })))).catch(e => console.log(String(e.message), e.cause))
}
process.exit()
