import type { Unavailable } from "@recordop/core"
import { layerMemory } from "@recordop/emulator/memory/layer"
import type { Store } from "@recordop/emulator/Store"
import type { ServerSettings } from "@recordop/server/ServerSettings"
import { seed } from "@recordop/testing/Fixtures"
import { Effect, type Layer } from "effect"
import { targets } from "./bot.ts"
import { withKey } from "./key.ts"
import { listen } from "./listen.ts"

const json = (response: Response) => response.text().then((text) => text === "" ? {} : JSON.parse(text))

/** A server with a frozen clock, and requests to it; their bodies are JSON. */
export const frozenServer = Effect.fnUntraced(function*(
  settings: Partial<ServerSettings> = {},
  store: Layer.Layer<Store, Unavailable> = layerMemory(seed)
) {
  const url = yield* listen({ clock: { mode: "frozen" }, ...settings }, withKey(store))
  const send = (method: string, path: string, body?: unknown) =>
    Effect.promise(async () => {
      const response = await fetch(path.startsWith("http") ? path : url + path, {
        method,
        headers: { "Content-Type": "application/json" },
        body: body === undefined ? null : JSON.stringify(body)
      })
      return { status: response.status, headers: response.headers, body: await json(response) }
    })
  const post = (path: string, body: unknown) => send("POST", path, body)

  /** Turns the clock, and asks again while that goes on. */
  const advance = Effect.fnUntraced(function*(duration: string) {
    let answer = yield* post("/_emulator/clock", { advance: duration })
    while (answer.status === 202) answer = yield* send("GET", "/_emulator/clock/advance")
    return answer
  })

  /** A call of the bot that is established, and where it is. */
  const establish = Effect.fnUntraced(function*(callbackUri: string, script?: string, more: object = {}) {
    const { body: { id } } = yield* post("/v1.0/communications/calls", { callbackUri, targets, ...more })
    if (script !== undefined) yield* send("PUT", `/_emulator/calls/${id}/caller`, { script })
    yield* advance("PT1S")
    return { id: String(id), call: `/v1.0/communications/calls/${id}` }
  })

  const notifications = Effect.map(send("GET", "/_emulator/notifications"), ({ body }) => body.value)
  return { url, send, post, advance, establish, notifications }
})
