import {
  type ClockClient,
  createClient,
  type FaultsClient,
  type NotificationsClient,
  type RecordopClient,
  type RequestsClient
} from "@recordop/client"
import { emptySeed } from "@recordop/emulator/protocol/Seed"
import { layerServed } from "@recordop/server/Served"
import { layer as layerServer, Server } from "@recordop/server/Server"
import { ServerLog } from "@recordop/server/ServerLog"
import { layerStore } from "@recordop/storage"
import { Context, Effect, Exit, Layer, Logger, Scope } from "effect"
import { nodeProblem } from "../nodeProblem.ts"
import { layerPage } from "../pageFiles.ts"
import { readSounds } from "../readSounds.ts"
import { version } from "../version.ts"
import { EmulatorOptions } from "./EmulatorOptions.ts"
import { decodeArguments, settingsOf } from "./settingsOf.ts"
import { sharedJwk } from "./sharedJwk.ts"

/** An emulator in this process. */
export interface Emulator extends AsyncDisposable {
  /** Where it listens, as in `http://127.0.0.1:41234`; its page is there for a browser. */
  readonly url: string
  /** A client of it. */
  readonly client: RecordopClient
  /** The clock of the client. Its turns settle: they wait for bots that answer first and act afterwards until they have been quiet for 20 ms. */
  readonly clock: ClockClient
  readonly calls: RecordopClient["calls"]
  readonly notifications: NotificationsClient
  /** What bots asked of Graph, and Graph of bots. */
  readonly requests: RequestsClient
  /** What goes wrong on demand. */
  readonly faults: FaultsClient
  /** Begins anew, as between two tests: what is stored is the seed, and the clock as it was at the start; requests and faults are forgotten. */
  readonly reset: () => Promise<void>
  /** Ends it. Does nothing when it has ended. */
  readonly close: () => Promise<void>
}

/**
 * Starts an emulator in this process, in memory and on a free port unless something else is said. Many can run at the same
 * time. Rejects with a `TypeError` that names each option that is wrong, and with an `Error` when it cannot listen or Node is
 * older than 22.19.
 */
export const startEmulator = (options: EmulatorOptions = {}): Promise<Emulator> =>
  nodeProblem === undefined
    ? Effect.runPromise(Effect.suspend(() => start(decodeArguments("startEmulator", EmulatorOptions, options))))
    : Promise.reject(new Error(nodeProblem))

const start = Effect.fnUntraced(function*(given: typeof EmulatorOptions.Type) {
  const { sounds: files, ...rest } = given
  const set = settingsOf("startEmulator", rest)
  const { seed, ...bound } = yield* Effect.catch(
    readSounds({ ...set, seed: given.seed ?? emptySeed, files: { ...given.seed?.sounds, ...files } }),
    ({ message }) => Effect.die(new TypeError(`startEmulator: ${message}`))
  )
  const settings = { ...set, ...bound }
  const served = layerServed(settings, layerStore(given.store ?? "memory", seed), sharedJwk)
  const quiet = Layer.merge(Layer.succeed(ServerLog, { request: () => undefined }), Logger.layer([]))
  const layer = layerServer(settings, version).pipe(
    Layer.provide(layerPage),
    Layer.provide(Layer.provideMerge(served, quiet))
  )
  const scope = yield* Scope.make()
  const close = closing(scope)
  const context = yield* Effect.onError(
    Layer.buildWithScope(layer, scope),
    (cause) => Scope.close(scope, Exit.failCause(cause))
  )
  const { url } = Context.get(context, Server)
  const client = createClient({ baseUrl: url, settle: "20ms" })
  const emulator: Emulator = {
    url,
    client,
    clock: client.clock,
    calls: client.calls,
    notifications: client.notifications,
    requests: client.requests,
    faults: client.faults,
    reset: () => client.reset(),
    close,
    [Symbol.asyncDispose]: close
  }
  return emulator
})

const closing = (scope: Scope.Closeable) => () => Effect.runPromise(Scope.close(scope, Exit.void))
