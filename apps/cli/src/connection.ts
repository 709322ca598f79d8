import type { InvalidBaseUrl } from "@recordop/client"
import * as HttpRecordOperations from "@recordop/client/HttpRecordOperations"
import { CallId, emptySeed, OperationId, type RecordOperations, type RecordOperationsError } from "@recordop/core"
import { layerStore, StoreLocation } from "@recordop/storage"
import { Config, Effect, Layer, Option } from "effect"
import { Argument, Flag } from "effect/cli"
import { FetchHttpClient } from "effect/http"
import { type Failure, reportFailure } from "./Failure.ts"

export const callId = Argument.String("call-id").pipe(
  Argument.withDescription("The id of the call"),
  Argument.withSchema(CallId)
)

export const operationId = Argument.String("operation-id").pipe(
  Argument.withDescription("The id of the operation"),
  Argument.withSchema(OperationId)
)

/** Flags that say where the operations are. */
export const connection = {
  url: Flag.String("url").pipe(
    Flag.withDescription("The server to ask (RECORDOP_URL)"),
    Flag.withFallbackConfig(Config.String("RECORDOP_URL")),
    Flag.withDefault("http://127.0.0.1:4080")
  ),
  store: Flag.String("store").pipe(
    Flag.withDescription("Work on a store without a server: sqlite:FILE"),
    Flag.withSchema(StoreLocation),
    Flag.optional
  )
}

/** What the flags of `connection` say. */
export interface Connection {
  readonly url: string
  readonly store: Option.Option<StoreLocation>
}

/** The operations of a server or of a store. */
const layerConnection = (
  { store, url }: Connection
): Layer.Layer<RecordOperations, InvalidBaseUrl | RecordOperationsError> =>
  Option.isSome(store)
    ? layerStore(store.value, emptySeed)
    : Layer.provide(HttpRecordOperations.layer({ baseUrl: url }), FetchHttpClient.layer)

/** Runs a command on the operations that its flags name, and says in one line why it failed. */
export const onConnection = <A, E extends { readonly message: string }, R>(
  effect: Effect.Effect<A, E, R>,
  input: Connection
): Effect.Effect<A, Failure, Exclude<R, RecordOperations>> =>
  // oxlint-disable-next-line effecttsgo/strict-effect-provide -- a command is where its flags become layers
  effect.pipe(Effect.provide(layerConnection(input)), reportFailure)
