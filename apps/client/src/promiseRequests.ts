import { HttpClient } from "effect/http"
import { makeCallRequests } from "./callRequests.ts"
import type { ClientOptions } from "./ClientOptions.ts"
import { makeEmulatorRequests, once } from "./emulatorRequests.ts"
import { parseEndpoint } from "./endpoint.ts"
import { subscribe } from "./events.ts"
import { makeJournalRequests } from "./journalRequests.ts"
import { makeParticipantRequests } from "./participantRequests.ts"
import { makeRequests } from "./requests.ts"
import { makeSend, type Send, type SendOptions } from "./send.ts"

const sendWith = (options: SendOptions): Send<HttpClient.HttpClient> => (request) =>
  HttpClient.HttpClient.use((client) => makeSend(client, options)(request))

/** Every request, to be run with an HTTP client. Throws `InvalidBaseUrl`. */
export const makeAllRequests = (options: ClientOptions) => {
  const endpoint = parseEndpoint(options.baseUrl)
  const send = sendWith(options)
  return {
    ...makeRequests(endpoint, send, options.timeout),
    calls: makeCallRequests(endpoint, send, options.timeout),
    participants: makeParticipantRequests(endpoint, send, options.timeout),
    emulator: makeEmulatorRequests(endpoint, send, sendWith({ ...options, ...once }), options.timeout),
    journal: makeJournalRequests(endpoint, send, options.timeout),
    events: HttpClient.HttpClient.use((client) => subscribe(endpoint, makeSend(HttpClient.withScope(client), options)))
  }
}

/** What `makeAllRequests` makes. */
export type AllRequests = ReturnType<typeof makeAllRequests>
