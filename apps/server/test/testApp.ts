import { layerMemory } from "@recordop/emulator/memory/layer"
import type { Seed } from "@recordop/emulator/protocol/Seed"
import type { Store } from "@recordop/emulator/Store"
import { type AppOptions, makeApp } from "@recordop/server/App"
import { layerServed } from "@recordop/server/Served"
import { defaultSettings, type ServerSettings } from "@recordop/server/ServerSettings"
import { callId, operationId, seed } from "@recordop/testing/Fixtures"
import { Effect, Layer, Logger, ManagedRuntime } from "effect"
import { TestClock } from "effect/testing"

export const collection = `/v1.0/communications/calls/${callId}/operations`
export const entity = `${collection}/${operationId}`

/** What a test looks at of a response. */
export interface Seen {
  readonly status: number
  readonly headers: Headers
  readonly text: string
  /** The body as JSON; undefined when it is none. */
  readonly body: Record<string, unknown>
}

export interface TestAppOptions extends Partial<AppOptions>, Partial<ServerSettings> {
  readonly seed?: Seed
  readonly store?: Layer.Layer<Store>
}

/** The app on memory, or on another store, and how to send it a request. */
export const testApp = Effect.fnUntraced(function*(options: TestAppOptions = {}) {
  const store = options.store ?? layerMemory(options.seed ?? seed)
  const served = Layer.orDie(layerServed({ ...defaultSettings, ...options }, store))
  const runtime = yield* Effect.acquireDisposable(
    Effect.sync(() => ManagedRuntime.make(Layer.provideMerge(served, Layer.merge(Logger.layer([]), TestClock.layer()))))
  )
  const app = makeApp(runtime.runPromise, {
    ...defaultSettings,
    version: "test",
    logRequest: () => undefined,
    stopping: new AbortController().signal,
    ...options
  })
  return (path: string, init?: RequestInit) => Effect.promise(async () => toSeen(await app.request(path, init)))
})

const toSeen = async (response: Response): Promise<Seen> => {
  const text = await response.text()
  return { status: response.status, headers: response.headers, text, body: parse(text) }
}

const parse = (text: string): Record<string, unknown> => {
  try {
    return JSON.parse(text)
  } catch {
    return {}
  }
}

/** A request with a JSON body; text is sent as it is. */
export const sending = (method: string, body: unknown, headers: Record<string, string> = {}): RequestInit => ({
  method,
  headers: { "Content-Type": "application/json", ...headers },
  body: typeof body === "string" ? body : JSON.stringify(body)
})

/** The `error` of an answer. */
export const errorOf = ({ body }: Seen): { readonly code?: string; readonly message?: string } => body["error"] ?? {}
