import { type FoundPrompt, PromptSource } from "@recordop/emulator/ports/PromptSource"
import { Effect, Layer, Stream } from "effect"
import { HttpClient, type HttpClientError, HttpClientRequest } from "effect/http"
import { readPrompt } from "../emulator/readWav.ts"
import { concat } from "../graph/concat.ts"
import type { ServerSettings } from "../ServerSettings.ts"
import { isAllowedCallback } from "./callbackHosts.ts"

/** How long a prompt may take to come, in milliseconds, and how large it may be, in bytes: five minutes of what Graph plays. */
const timeout = 5_000
const maxBytes = 9_600_044

/**
 * Fetches prompts from where bots say that they are, when the settings want it: from the hosts that notifications may be sent
 * to alone, without following redirections.
 */
export const layer = (
  { callbackHosts, fetchPrompts }: Pick<ServerSettings, "callbackHosts" | "fetchPrompts">
): Layer.Layer<never, never, HttpClient.HttpClient> =>
  fetchPrompts
    ? Layer.effect(
      PromptSource,
      Effect.map(HttpClient.HttpClient, (client) => ({
        load: (uri) =>
          isAllowedCallback(uri, callbackHosts)
            ? fetchPrompt(client, uri)
            : Effect.succeed(unusable(uri, "the host is not allowed; --callback-allow allows it."))
      }))
    )
    : Layer.empty

const fetchPrompt = (client: HttpClient.HttpClient, uri: string): Effect.Effect<FoundPrompt> =>
  client.execute(HttpClientRequest.get(uri)).pipe(
    Effect.flatMap(({ status, stream }) =>
      status === 200 ? readFile(uri, stream) : refused(uri, `the answer was ${status}.`)
    ),
    Effect.catch((error: HttpClientError.HttpClientError) => refused(uri, error.message)),
    Effect.timeoutOrElse({
      duration: timeout,
      orElse: () => refused(uri, `it did not come within ${timeout / 1_000} s.`)
    }),
    Effect.provideService(HttpClient.TracerPropagationEnabled, false)
  )

const readFile = (uri: string, stream: Stream.Stream<Uint8Array, HttpClientError.HttpClientError>) => {
  let read = 0
  return stream.pipe(
    Stream.takeWhile((chunk) => (read += chunk.length) <= maxBytes),
    Stream.runCollect,
    Effect.flatMap((chunks): Effect.Effect<FoundPrompt> =>
      read > maxBytes
        ? refused(uri, `it is larger than ${maxBytes} bytes.`)
        : Effect.map(
          readPrompt(concat(chunks)),
          (found) => found._tag === "Unusable" ? unusable(uri, found.message) : found
        )
    )
  )
}

const refused = (uri: string, why: string): Effect.Effect<FoundPrompt> => Effect.succeed(unusable(uri, why))

/** Addresses may be long, and results are kept. */
const unusable = (uri: string, why: string): FoundPrompt => ({
  _tag: "Unusable",
  message: `${uri.slice(0, 200)}: ${why}`
})
