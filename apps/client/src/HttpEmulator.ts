import { type CallsError, callsFailure } from "@recordop/MISSING"
import { Calls } from "@recordop/core/calls"
import { ClockNotFrozen, EmulatorClock } from "@recordop/emulator/ports/EmulatorClock"
import { Events } from "@recordop/emulator/ports/Events"
import { NotificationNotFound, Notifications } from "@recordop/emulator/ports/Notifications"
import { Context, Effect, Layer, Stream } from "effect"
import { HttpClient } from "effect/http"
import { makeCallRequests } from "./callRequests.ts"
import type { ClientOptions } from "./ClientOptions.ts"
import { makeEmulatorRequests, patient } from "./emulatorRequests.ts"
import { decodeEndpoint, type InvalidBaseUrl } from "./endpoint.ts"
import { subscribe } from "./events.ts"
import type { RequestFailed } from "./RequestFailed.ts"
import { makeSend } from "./send.ts"
import { orCallsError, toCallsError } from "./toCallsError.ts"

/**
 * `Calls`, `EmulatorClock`, `Notifications` and `Events` over HTTP, of recordop's server. Of `Calls` what Graph has works
 * with any server that has Graph's URLs. An answer of 429 or 503 is waited for as the server asks, three times at the most.
 */
export const layer = (
  options: ClientOptions
): Layer.Layer<Calls | EmulatorClock | Notifications | Events, InvalidBaseUrl, HttpClient.HttpClient> =>
  Layer.effectContext(Effect.gen(function*() {
    const endpoint = yield* decodeEndpoint(options.baseUrl)
    const client = yield* HttpClient.HttpClient
    const send = makeSend(client, options)
    const sendScoped = makeSend(HttpClient.withScope(client), options)
    const calls = makeCallRequests(endpoint, send, options.timeout)
    const sendOnce = makeSend(client, { ...options, ...patient })
    const emulator = makeEmulatorRequests(endpoint, send, sendOnce, options.timeout)

    return Context.make(
      Calls,
      Calls.of({
        create: (call) => orCallsError(calls.create(call)),
        get: (callId) => orCallsError(calls.get(callId), callId),
        end: (callId) => orCallsError(calls.end(callId), callId),
        recordResponse: (callId, parameters) => orCallsError(calls.recordResponse(callId, parameters), callId),
        playPrompt: (callId, parameters) => orCallsError(calls.playPrompt(callId, parameters), callId),
        cancelMediaProcessing: (callId, parameters) =>
          orCallsError(calls.cancelMediaProcessing(callId, parameters), callId),
        setCallerScript: (callId, script) => orCallsError(calls.setCallerScript(callId, script), callId),
        act: (callId, step) => orCallsError(calls.act(callId, step), callId)
      })
    ).pipe(
      Context.add(
        EmulatorClock,
        EmulatorClock.of({
          get: orCallsError(emulator.getClock),
          set: (setting) => orCallsError(emulator.setClock(setting)),
          advance: (milliseconds) =>
            Effect.catch(emulator.advanceClock(milliseconds), (error) =>
              error.status === 409
                ? Effect.flatMap(
                  orCallsError(emulator.getClock),
                  ({ mode }) => Effect.fail(callsFailure(new ClockNotFrozen({ mode })))
                )
                : orCallsError(Effect.fail(error)))
        })
      ),
      Context.add(
        Notifications,
        Notifications.of({
          list: (callId) => orCallsError(emulator.listNotifications(callId)),
          redeliver: (id) => Effect.catch(emulator.redeliver(id), orNotificationNotFound(id))
        })
      ),
      Context.add(
        Events,
        Events.of({
          subscribe: (after) =>
            Effect.map(
              orCallsError(subscribe(endpoint, sendScoped, after)),
              Stream.mapError((error) => toCallsError(error))
            )
        })
      )
    )
  }))

const orNotificationNotFound = (id: string) => (error: RequestFailed): Effect.Effect<never, CallsError> =>
  error.status === 404
    ? Effect.fail(callsFailure(new NotificationNotFound({ id })))
    : orCallsError(Effect.fail(error))
