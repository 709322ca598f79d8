import { RecordOperationChange } from "@recordop/core"
import { Effect, Stream } from "effect"
import * as Sse from "effect/encoding/Sse"
import { HttpClientRequest } from "effect/http"
import type { Endpoint } from "./endpoint.ts"
import { invalidResponse } from "./requests.ts"
import type { Send } from "./send.ts"

/** Subscribes to the changes that recordop's server sends. Graph has nothing like it. */
export const subscribe = <R>({ root }: Endpoint, send: Send<R>) =>
  Effect.map(send(HttpClientRequest.get(`${root}/_emulator/events`)), ({ stream }) =>
    stream.pipe(
      Stream.decodeText(),
      Stream.pipeThroughChannel(Sse.decodeDataSchema(RecordOperationChange)),
      Stream.map(({ data }) => data),
      Stream.mapError((error) => invalidResponse("message" in error ? error : { message: "the server asked to retry" }))
    ))
