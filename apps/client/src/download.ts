import type { RecordOperation } from "@recordop/core"
import { Effect, type Scope, Stream } from "effect"
import { HttpClient, HttpClientRequest } from "effect/http"
import { RequestFailed } from "./RequestFailed.ts"
import { makeSend, type SendOptions } from "./send.ts"

/** A recording on its way. */
export interface Download {
  /** How many bytes there are; undefined when the server does not say. */
  readonly length: number | undefined
  readonly bytes: Stream.Stream<Uint8Array, RequestFailed>
}

/**
 * Opens the recording of an operation, with its `recordingAccessToken` and no other. Fails with 404 when the operation has
 * left none; `timeout` is for the beginning of the answer.
 */
export const openRecording = (
  { id, recordingAccessToken, recordingLocation }: RecordOperation,
  timeout?: number
): Effect.Effect<Download, RequestFailed, HttpClient.HttpClient | Scope.Scope> =>
  Effect.gen(function*() {
    if (recordingLocation === null || recordingLocation === "") {
      return yield* new RequestFailed({
        status: 404,
        code: "NotFound",
        message: `Operation ${id} has left no recording.`
      })
    }
    if (!URL.canParse(recordingLocation)) {
      return yield* new RequestFailed({
        status: 404,
        code: "NotFound",
        message: `Operation ${id} has left no recording: its recordingLocation '${recordingLocation}' is no URL.`
      })
    }
    return yield* openFile(recordingLocation, {
      ...(recordingAccessToken === null ? {} : { token: recordingAccessToken }),
      ...(timeout === undefined ? {} : { timeout })
    })
  })

/** Opens a file of a server. */
export const openFile = (
  url: string,
  options: SendOptions = {}
): Effect.Effect<Download, RequestFailed, HttpClient.HttpClient | Scope.Scope> =>
  Effect.gen(function*() {
    const client = yield* HttpClient.HttpClient
    const { headers, stream } = yield* makeSend(HttpClient.withScope(client), options)(HttpClientRequest.get(url))
    const length = headers["content-length"]
    return {
      length: length === undefined ? undefined : Number(length),
      bytes: Stream.mapError(stream, (cause) =>
        new RequestFailed({ code: "NetworkError", message: "The recording broke off.", cause }))
    }
  })

/** The whole recording of an operation. */
export const downloadRecording = (operation: RecordOperation, timeout?: number) =>
  Effect.scoped(Effect.gen(function*() {
    const { bytes } = yield* openRecording(operation, timeout)
    const chunks = yield* Stream.runCollect(bytes)
    const whole = new Uint8Array(chunks.reduce((sum, { length }) => sum + length, 0))
    let offset = 0
    for (const chunk of chunks) {
      whole.set(chunk, offset)
      offset += chunk.length
    }
    return whole
  }))
