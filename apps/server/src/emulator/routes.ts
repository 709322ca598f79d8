import { type RecordOperations, Store } from "@recordop/core"
import { Effect } from "effect"
import { Hono } from "hono"
import type { Handler, Respond } from "../Bridge.ts"
import { empty, plainJson } from "../graph/Answer.ts"
import { events } from "./events.ts"

const reset: Handler<Store> = () => Effect.as(Store.use((store) => store.reset), empty(204))

/** The routes under `/_emulator`: what Graph does not have. */
export const emulatorRoutes = (
  respond: Respond<RecordOperations | Store>,
  { stopping, version }: { readonly stopping: AbortSignal; readonly version: string }
) => {
  const health: Handler<Store> = Effect.fnUntraced(function*() {
    const store = yield* Store
    const isReady = !stopping.aborted && (yield* Effect.isSuccess(store.check))
    const status = isReady ? "ready" : "unavailable"
    return plainJson(isReady ? 200 : 503, { status, store: store.kind, version })
  })

  return new Hono()
    .get("/health", respond(health))
    .post("/reset", respond(reset))
    .get("/events", respond(events(stopping)))
}
