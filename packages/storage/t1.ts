import { layerPostgres } from "./src/Postgres.ts"
import { Store } from "@recordop/emulator/Store"
import { Effect } from "effect"
for (const n of [1,2,3]) {
  const t = performance.now()
  await Effect.runPromise(Effect.gen(function*() { const s = yield* Store; console.log("built", performance.now() - t); yield* s.check; }).pipe(Effect.provide(layerPostgres(`postgres://recordop@127.0.0.1:5499/recordop?schema=t${n}_${Date.now()}`, { calls: [] }))))
  console.log("closed", performance.now() - t)
}
