import { Fault, FaultList, FaultRequest } from "@recordop/emulator/protocol/faults"
import {
  Expectation,
  ExpectationResult,
  type RequestFilter,
  RequestList,
  RequestQuery
} from "@recordop/emulator/protocol/requests"
import { Effect, Schema } from "effect"
import { HttpClientRequest } from "effect/http"
import type { Endpoint } from "./endpoint.ts"
import { makeReadBody } from "./readBody.ts"
import { encoded, withBody } from "./requests.ts"
import { defaultTimeout, type Send } from "./send.ts"

const encodeQuery = Schema.encodeEffect(RequestQuery)
const encodeExpectation = Schema.encodeEffect(Expectation)
const encodeFault = Schema.encodeEffect(FaultRequest)

/** The requests of the journal and of faults, with their answers decoded. */
export const makeJournalRequests = <R>({ root }: Endpoint, send: Send<R>, timeout: number = defaultTimeout) => {
  const read = makeReadBody(timeout)
  const readList = read(RequestList)
  const readResult = read(ExpectationResult)
  const readFault = read(Fault)
  const readFaults = read(FaultList)
  const requestsUrl = `${root}/_emulator/requests`
  const faultsUrl = `${root}/_emulator/faults`

  return {
    requests: (filter: RequestFilter, after?: number) =>
      encoded(encodeQuery({ ...filter, ...(after === undefined ? {} : { after }) })).pipe(
        Effect.flatMap((urlParams) => send(HttpClientRequest.get(requestsUrl, { urlParams }))),
        Effect.flatMap(readList),
        Effect.map(({ value }) => value)
      ),
    clearRequests: Effect.asVoid(send(HttpClientRequest.delete(requestsUrl))),
    checkExpectation: (expectation: Expectation) =>
      encoded(encodeExpectation(expectation)).pipe(
        Effect.flatMap((body) => withBody(HttpClientRequest.post(`${root}/_emulator/expectations`), body)),
        Effect.flatMap(send),
        Effect.flatMap(readResult)
      ),
    faults: Effect.map(Effect.flatMap(send(HttpClientRequest.get(faultsUrl)), readFaults), ({ value }) => value),
    addFault: (fault: FaultRequest) =>
      encoded(encodeFault(fault)).pipe(
        Effect.flatMap((body) => withBody(HttpClientRequest.post(faultsUrl), body)),
        Effect.flatMap(send),
        Effect.flatMap(readFault)
      ),
    removeFault: (id: string) =>
      Effect.asVoid(send(HttpClientRequest.delete(`${faultsUrl}/${encodeURIComponent(id)}`))),
    clearFaults: Effect.asVoid(send(HttpClientRequest.delete(faultsUrl)))
  }
}
