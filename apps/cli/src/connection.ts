import { NodeHttpClient } from "@effect/platform-node"
import type { InvalidBaseUrl } from "@recordop/client"
import * as HttpEmulator from "@recordop/client/HttpEmulator"
import * as HttpRecordOperations from "@recordop/client/HttpRecordOperations"
import { CallId, OperationId, type RecordOperations, type Unavailable } from "@recordop/core"
import { Config, Effect, FileSystem, Layer, Option, Schema } from "effect"
import { Argument, Flag } from "effect/cli"
import type { HttpClient } from "effect/http"
import { fail, type Failure, reportFailure, wrongUsage } from "./Failure.ts"

/** The argument that names a call. */
export const callId = Argument.String("call-id").pipe(
  Argument.withDescription("The id of the call"),
  Argument.withSchema(CallId)
)

/** The argument that names an operation. */
export const operationId = Argument.String("operation-id").pipe(
  Argument.withDescription("The id of the operation"),
  Argument.withSchema(OperationId)
)

const Url = Schema.String.check(
  Schema.makeFilter((text: string) => /^https?:$/.test(URL.parse(text)?.protocol ?? ""), {
    expected: "an http or https URL"
  })
)

const defaultUrl = "http://127.0.0.1:4080"

/** The flag that names a server. */
export const serverUrl = Flag.String("url").pipe(
  Flag.withSchema(Url)
)

/** The same, for commands that ask it. */
export const server = {
  url: serverUrl.pipe(
    Flag.withDescription("The server to ask (RECORDOP_URL)"),
    Flag.withFallbackConfig(Config.String("RECORDOP_URL")),
    Flag.withDefault(defaultUrl)
  )
}

/** Flags that say where the operations are. */
export const connection = {
  url: serverUrl.pipe(Flag.withDescription("The server to ask (RECORDOP_URL)"), Flag.optional),
  store: Flag.String("store").pipe(
    Flag.withDescription("Work on a file instead of a server: sqlite:FILE"),
    Flag.withSchema(Schema.String.check(Schema.isPattern(/^sqlite:.*\S/u, { expected: "sqlite:FILE" }))),
    Flag.optional
  )
}

/** What the flags of `connection` say. */
export interface Connection {
  readonly url: Option.Option<string>
  readonly store: Option.Option<string>
}

/** The operations of a server or of a store. */
const layerConnection = (
  { store, url }: Connection
): Layer.Layer<RecordOperations, InvalidBaseUrl | Unavailable | Config.ConfigError> =>
  Option.isSome(store)
    // Storage takes longer to load than a server to answer.
    ? Layer.unwrap(
      Effect.map(Effect.promise(() => import("./layerFile.ts")), ({ layerFile }) => layerFile(store.value))
    )
    : Layer.unwrap(Effect.map(
      Option.isSome(url) ? Effect.succeed(url.value) : Config.withDefault(Config.String("RECORDOP_URL"), defaultUrl),
      (baseUrl) => Layer.provide(HttpRecordOperations.layer({ baseUrl }), NodeHttpClient.layerNodeHttp)
    ))

/** Runs a command on the operations that its flags name, and says in one line why it failed. Makes a file. */
export const onNewConnection = <A, E extends { readonly message: string }, R>(
  effect: Effect.Effect<A, E, R>,
  input: Connection
) => Effect.andThen(requireOne(input), connected(effect, input))

/** The same for commands that make no file. */
export const onConnection = <A, E extends { readonly message: string }, R>(
  effect: Effect.Effect<A, E, R>,
  input: Connection
) => Effect.andThen(requireOne(input), Effect.andThen(requireFile(input), connected(effect, input)))

const connected = <A, E extends { readonly message: string }, R>(
  effect: Effect.Effect<A, E, R>,
  input: Connection
): Effect.Effect<A, Failure, Exclude<R, RecordOperations>> =>
  // oxlint-disable-next-line effecttsgo/strict-effect-provide -- a command is where its flags become layers
  effect.pipe(Effect.provide(layerConnection(input)), reportFailure)

/** What the commands that need a server ask. */
type Asked = RecordOperations | HttpEmulator.HttpEmulated | HttpClient.HttpClient

/** Runs a command on the server that its flag names, and says in one line why it failed. */
export const onServer = <A, E extends { readonly message: string }, R>(
  effect: Effect.Effect<A, E, R>,
  { url }: { readonly url: string }
): Effect.Effect<A, Failure, Exclude<R, Asked>> => {
  const options = { baseUrl: url }
  const layer = Layer.merge(HttpRecordOperations.layer(options), HttpEmulator.layer(options))
  // oxlint-disable-next-line effecttsgo/strict-effect-provide -- a command is where its flags become layers
  return effect.pipe(Effect.provide(Layer.provideMerge(layer, NodeHttpClient.layerNodeHttp)), reportFailure)
}

/** What a file holds is asked of no server. */
const requireOne = ({ store, url }: Connection) =>
  Option.isSome(store) && Option.isSome(url)
    ? fail("--store works on a file, and --url asks a server: give one of them", wrongUsage)
    : Effect.void

const requireFile = Effect.fnUntraced(function*({ store }: Connection) {
  const file = Option.getOrElse(store, () => "").replace("sqlite:", "")
  const fileSystem = yield* FileSystem.FileSystem
  if (file === "" || (yield* Effect.orElseSucceed(fileSystem.exists(file), () => false))) return undefined
  return yield* fail(`there is no file ${file}`)
})
