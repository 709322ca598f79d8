import { Store } from "@recordop/emulator/Store"
import { Effect } from "effect"
import { Hono } from "hono"
import type { Handler, Respond } from "../Bridge.ts"
import { empty, plainJson } from "../graph/Answer.ts"
import type { Served } from "../Served.ts"
import { act, setCallerScript } from "./callerHandlers.ts"
import { changeClock, readClock } from "./clockHandlers.ts"
import { events } from "./events.ts"
import { jwks, openIdConfiguration } from "./keyHandlers.ts"
import { listNotifications, redeliver } from "./notificationHandlers.ts"
import { download } from "./recordingHandlers.ts"

const reset: Handler<Store> = () => Effect.as(Store.use((store) => store.reset), empty(204))

/** The routes under `/_emulator`: what Graph does not have. */
export const emulatorRoutes = (
  respond: Respond<Served>,
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
    .get("/clock", respond(readClock))
    .post("/clock", respond(changeClock))
    .get("/notifications", respond(listNotifications))
    .post("/notifications/:id/redeliver", respond(redeliver))
    .put("/calls/:call/caller", respond(setCallerScript))
    .post("/calls/:call/caller", respond(act))
    .get("/calls/:call/recordings/:operation", respond(download))
    .get("/.well-known/openid-configuration", respond(openIdConfiguration))
    .get("/.well-known/jwks.json", respond(jwks))
}
