import { CallId } from "@recordop/core"
import type { Call, NewCall } from "@recordop/core/calls"
import { allPages } from "@recordop/emulator/ports/Notifications"
import { type ClockReading, type ClockSetting, IsoDuration, Settle } from "@recordop/emulator/protocol/clock"
import { IncomingCallRequest } from "@recordop/emulator/protocol/incomingCalls"
import type { NotificationView } from "@recordop/emulator/protocol/notifications"
import type { TokenRequest } from "@recordop/emulator/protocol/tokens"
import { Effect } from "effect"
import { type CallClient, makeCallClient } from "./callClient.ts"
import { idOf, parsed } from "./idOf.ts"
import { makeAllRequests } from "./promiseRequests.ts"
import { makeRun, type RequestOptions } from "./run.ts"

/** How to reach a server, for `createClient`. */
export interface CreateClientOptions {
  /** As in `http://127.0.0.1:4080` or `https://graph.microsoft.com/beta`; v1.0 unless it ends in a version. */
  readonly baseUrl: string
  /** The access token, or a function that gives one for each request. None is sent unless given. */
  readonly token?: string | (() => string | Promise<string>)
  /** How long to wait for an answer, in milliseconds; 30000 unless given. */
  readonly timeout?: number
  /** Used in place of the global `fetch`. */
  readonly fetch?: typeof globalThis.fetch
}

/** Options of a turn of the clock. */
export interface AdvanceOptions extends RequestOptions {
  readonly settle?: string
}

/** The clock of recordop's server. */
export interface ClockClient {
  readonly get: (options?: RequestOptions) => Promise<ClockReading>
  readonly set: (setting: ClockSetting, options?: RequestOptions) => Promise<ClockReading>
  /**
   * Turns a frozen clock forward by an ISO 8601 duration such as `PT7S`, and does everything that falls due. With `settle`, such as
   * `PT0.05S`, time stands after each thing that bots were told until nothing has changed for so long of real time: bots that answer
   * first and act afterwards need it.
   */
  readonly advance: (duration: string, options?: AdvanceOptions) => Promise<ClockReading>
  /** Calls off the turn that is under way; the clock then stands where it has got to. */
  readonly cancelAdvance: (options?: RequestOptions) => Promise<void>
}

/** The notifications of recordop's server. */
export interface NotificationsClient {
  /** Those of a call, or all. */
  readonly list: (callId?: string, options?: RequestOptions) => Promise<ReadonlyArray<NotificationView>>
  readonly redeliver: (id: string, options?: RequestOptions) => Promise<void>
}

/** A server. */
export interface RecordopClient {
  readonly call: (callId: string) => CallClient
  readonly createCall: (call: NewCall, options?: RequestOptions) => Promise<Call>
  /** Makes somebody call a bot; the script is text, as in `speak 3s; tone #`. Needs recordop's server. */
  readonly callBot: (call?: typeof IncomingCallRequest.Encoded, options?: RequestOptions) => Promise<Call>
  readonly clock: ClockClient
  readonly notifications: NotificationsClient
  /** Begins anew: what is stored is the seed, and the clock as it was at the start. Needs recordop's server. */
  readonly reset: (options?: RequestOptions) => Promise<void>
  /** Any access token that a test needs, as in `{ roles: [] }`. Needs recordop's server. */
  readonly token: (request?: TokenRequest, options?: RequestOptions) => Promise<string>
}

/**
 * A client of plain promises. They reject with a `ClientError`, or with the reason of the signal. Throws when the base
 * URL, an id, a script or a duration is none.
 */
export const createClient = ({ fetch, token, ...rest }: CreateClientOptions): RecordopClient => {
  const { promise, ...run } = makeRun(fetch)
  const requests = makeAllRequests(token === undefined ? rest : { ...rest, token: tokenOf(token) })
  const { calls, emulator } = requests
  const listOf = (callId: CallId | undefined) => allPages((cursor) => emulator.notifications(callId, cursor))

  return {
    call: (callId) => makeCallClient({ promise, ...run }, requests, callId),
    createCall: (call, options) => promise(calls.create(call), options),
    callBot: (call = {}, options) =>
      promise(emulator.callBot(parsed(IncomingCallRequest, call, "an incoming call")), options),
    token: (request = {}, options) => promise(emulator.token(request), options),
    clock: {
      get: (options) => promise(emulator.getClock, options),
      set: (setting, options) => promise(emulator.setClock(setting), options),
      advance: (duration, { settle, ...options } = {}) =>
        promise(
          emulator.advanceClock(
            parsed(IsoDuration, duration, "a duration"),
            settle === undefined ? undefined : parsed(Settle, settle, "a duration to settle")
          ),
          options
        ),
      cancelAdvance: (options) => promise(emulator.cancelAdvance, options)
    },
    reset: (options) => promise(emulator.reset, options),
    notifications: {
      list: (callId, options) => promise(listOf(callId === undefined ? undefined : idOf(CallId, callId)), options),
      redeliver: (id, options) => promise(emulator.redeliver(id), options)
    }
  }
}

const tokenOf = (token: string | (() => string | Promise<string>)) =>
  typeof token === "string" ? token : Effect.promise(() => Promise.resolve(token()))
