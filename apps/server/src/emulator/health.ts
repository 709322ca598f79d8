import { Health } from "@recordop/emulator/protocol/health"
import { Store } from "@recordop/emulator/Store"
import { Effect, Schema } from "effect"
import { plainJson } from "../graph/Answer.ts"
import type { Handler } from "../graph/Bridge.ts"

const encodeHealth = Schema.encodeEffect(Health)

/** `GET /_emulator/health`: whether the server answers, and which rows of its store it could not read. */
export const health = (version: string, stopping: AbortSignal): Handler<Store> =>
  Effect.fnUntraced(function*() {
    const store = yield* Store
    const isReady = !stopping.aborted && (yield* Effect.isSuccess(store.check))
    // A store that has just not answered is not asked again.
    const setAside = isReady ? yield* Effect.orElseSucceed(store.setAside, () => []) : []
    const body = yield* Effect.orDie(encodeHealth({
      status: isReady ? "ready" : "unavailable",
      store: store.kind,
      version,
      setAside
    }))
    return plainJson(isReady ? 200 : 503, body)
  })
