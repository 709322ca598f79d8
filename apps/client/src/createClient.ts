import { CallId } from "@recordop/core"
import type { Call, NewCall } from "@recordop/core/calls"
import { allPages } from "@recordop/emulator/ports/Notifications"
import { IncomingCallRequest } from "@recordop/emulator/protocol/incomingCalls"
import type { NotificationView } from "@recordop/emulator/protocol/notifications"
import { Snapshot } from "@recordop/emulator/protocol/Seed"
import type { TokenRequest } from "@recordop/emulator/protocol/tokens"
import { Effect, flow, Option, Schema, Stream } from "effect"
import { type CallClient, makeCallClient } from "./callClient.ts"
import { type ClockClient, makeClockClient } from "./clockClient.ts"
import { idOf, parsed } from "./idOf.ts"
import { type FaultsClient, makeFaultsClient, makeRequestsClient, type RequestsClient } from "./journalClient.ts"
import { type AllRequests, makeAllRequests } from "./promiseRequests.ts"
import { makeRun, type RequestOptions } from "./run.ts"

const encodeSnapshot = flow(Schema.encodeEffect(Snapshot), Effect.orDie)

/** How to reach a server, for `createClient`. */
export interface CreateClientOptions {
  /** As in `http://127.0.0.1:4080` or `https://graph.microsoft.com/beta`; v1.0 unless it ends in a version. */
  readonly baseUrl: string
  /** The access token, or a function that gives one for each request. None is sent unless given. */
  readonly token?: string | (() => string | Promise<string>)
  /** How long to wait for an answer, in milliseconds; 30000 unless given. */
  readonly timeout?: number
  /** How long turns of the clock wait for bots that answer first and act afterwards, as in `20ms`; not at all unless given. */
  readonly settle?: string
  /** Used in place of the global `fetch`. */
  readonly fetch?: typeof globalThis.fetch
}

/** The notifications of recordop's server. */
export interface NotificationsClient {
  /** Those of a call, or all. */
  readonly list: (callId?: string, options?: RequestOptions) => Promise<ReadonlyArray<NotificationView>>
  readonly redeliver: (id: string, options?: RequestOptions) => Promise<void>
}

/** The calls of a server. */
export interface CallsClient {
  /** Those that have not ended. */
  readonly list: (options?: RequestOptions) => Promise<ReadonlyArray<Call>>
}

/** What a server holds, as a seed. */
export interface SnapshotClient {
  /** Calls that have not ended, with their people, scripts and record operations, and meetings. */
  readonly save: (options?: RequestOptions) => Promise<typeof Snapshot.Encoded>
  /** Begins anew with a snapshot in place of the seed; the next reset brings the seed back. */
  readonly load: (snapshot: typeof Snapshot.Encoded, options?: RequestOptions) => Promise<void>
}

/** A server. */
export interface RecordopClient {
  readonly call: (callId: string) => CallClient
  readonly calls: CallsClient
  readonly createCall: (call: NewCall, options?: RequestOptions) => Promise<Call>
  /** Makes somebody call a bot; the script is text, as in `speak 3s; tone #`. Needs recordop's server. */
  readonly callBot: (call?: typeof IncomingCallRequest.Encoded, options?: RequestOptions) => Promise<Call>
  readonly clock: ClockClient
  readonly notifications: NotificationsClient
  readonly requests: RequestsClient
  readonly faults: FaultsClient
  /** Begins anew: what is stored is the seed, and the clock as it was at the start. Needs recordop's server. */
  readonly reset: (options?: RequestOptions) => Promise<void>
  /** What there is, to be kept and brought back. Needs recordop's server. */
  readonly snapshot: SnapshotClient
  /** Any access token that a test needs, as in `{ roles: [] }`. Needs recordop's server. */
  readonly token: (request?: TokenRequest, options?: RequestOptions) => Promise<string>
}

/**
 * A client of plain promises. They reject with a `ClientError`, or with the reason of the signal. Throws when the base
 * URL, an id, a script or a duration is none.
 */
export const createClient = ({ fetch, settle, token, ...rest }: CreateClientOptions): RecordopClient => {
  const run = makeRun(fetch)
  const { promise } = run
  const requests = makeAllRequests(token === undefined ? rest : { ...rest, token: tokenOf(token) })
  const { calls, emulator } = requests
  const listOf = (callId: CallId | undefined) => allPages((cursor) => emulator.notifications(callId, cursor))

  return {
    call: (callId) => makeCallClient(run, requests, callId, settle),
    calls: { list: (options) => promise(allCalls(calls), options) },
    createCall: (call, options) => promise(calls.create(call), options),
    callBot: (call = {}, options) =>
      promise(emulator.callBot(parsed(IncomingCallRequest, call, "an incoming call")), options),
    token: (request = {}, options) => promise(emulator.token(request), options),
    clock: makeClockClient(run, requests, settle),
    requests: makeRequestsClient(run, requests),
    faults: makeFaultsClient(run, requests),
    reset: (options) => promise(emulator.reset, options),
    snapshot: {
      save: (options) => promise(Effect.flatMap(emulator.saveSnapshot, encodeSnapshot), options),
      load: (snapshot, options) => promise(emulator.loadSnapshot(parsed(Snapshot, snapshot, "a snapshot")), options)
    },
    notifications: {
      list: (callId, options) => promise(listOf(callId === undefined ? undefined : idOf(CallId, callId)), options),
      redeliver: (id, options) => promise(emulator.redeliver(id), options)
    }
  }
}

const tokenOf = (token: string | (() => string | Promise<string>)) =>
  typeof token === "string" ? token : Effect.promise(() => Promise.resolve(token()))

/** All calls of all pages. */
const allCalls = ({ list }: AllRequests["calls"]) =>
  Stream.runCollect(
    Stream.paginate(
      undefined,
      (cursor: string | undefined) =>
        Effect.map(list(cursor), ({ items, nextCursor }) => [items, Option.fromUndefinedOr(nextCursor)] as const)
    )
  )
