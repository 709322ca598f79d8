import { type Fault, FaultRequest } from "@recordop/emulator/protocol/faults"
import {
  Expectation,
  type ExpectationResult,
  type RequestEntry,
  RequestFilter
} from "@recordop/emulator/protocol/requests"
import { Effect } from "effect"
import { parsed } from "./idOf.ts"
import type { AllRequests } from "./promiseRequests.ts"
import type { RequestOptions, Run } from "./run.ts"

/** What bots asked of Graph, and Graph of bots. Needs recordop's server. */
export interface RequestsClient {
  /** The last thousand, or those of them that a filter means, as in `{ method: "POST", path: "/communications/calls/*" }`; the oldest first. */
  readonly list: (filter?: RequestFilter, options?: RequestOptions) => Promise<ReadonlyArray<RequestEntry>>
  /** Whether something was asked, and what came nearest when it was not. */
  readonly check: (expectation: Expectation, options?: RequestOptions) => Promise<ExpectationResult>
  readonly clear: (options?: RequestOptions) => Promise<void>
}

/** What goes wrong on demand. Needs recordop's server. */
export interface FaultsClient {
  readonly list: (options?: RequestOptions) => Promise<ReadonlyArray<Fault>>
  /** As in `{ path: "/communications/calls/*", answer: { status: 429, retryAfter: 2 }, times: 1 }`. */
  readonly add: (fault: typeof FaultRequest.Encoded, options?: RequestOptions) => Promise<Fault>
  readonly remove: (id: string, options?: RequestOptions) => Promise<void>
  readonly clear: (options?: RequestOptions) => Promise<void>
}

/** The journal, as promises. */
export const makeRequestsClient = ({ promise }: Run, { journal }: AllRequests): RequestsClient => ({
  list: (filter = {}, options) =>
    promise(Effect.suspend(() => journal.requests(parsed(RequestFilter, filter, "a filter of requests"))), options),
  check: (expectation, options) =>
    promise(
      Effect.suspend(() => journal.checkExpectation(parsed(Expectation, expectation, "an expectation"))),
      options
    ),
  clear: (options) => promise(journal.clearRequests, options)
})

/** Faults, as promises. */
export const makeFaultsClient = ({ promise }: Run, { journal }: AllRequests): FaultsClient => ({
  list: (options) => promise(journal.faults, options),
  add: (fault, options) => promise(journal.addFault(parsed(FaultRequest, fault, "a fault")), options),
  remove: (id, options) => promise(journal.removeFault(id), options),
  clear: (options) => promise(journal.clearFaults, options)
})
