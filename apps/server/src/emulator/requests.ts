import { decodeOptions } from "@recordop/core"
import { toHar } from "@recordop/emulator/model/journal/har"
import { Journal } from "@recordop/emulator/ports/Journal"
import { Expectation, ExpectationResult, RequestList, RequestQuery } from "@recordop/emulator/protocol/requests"
import { Effect, Schema } from "effect"
import { empty, plainJson } from "../graph/Answer.ts"
import { readBody } from "../graph/body.ts"
import type { Handler } from "../graph/Bridge.ts"
import type { GraphRequest } from "../graph/GraphRequest.ts"
import { invalid } from "../graph/Refused.ts"

const strictly = { ...decodeOptions, onExcessProperty: "error" } as const

const decodeQuery = Schema.decodeUnknownResult(RequestQuery, strictly)
const decodeExpectation = Schema.decodeUnknownResult(Expectation, strictly)
const encodeList = Schema.encodeEffect(RequestList)
const encodeResult = Schema.encodeEffect(ExpectationResult)

const find = Effect.fnUntraced(function*({ query }: GraphRequest) {
  const given = Object.fromEntries(new URLSearchParams(query))
  const { after, ...filter } = yield* Effect.mapError(Effect.fromResult(decodeQuery(given)), (error) => invalid(error))
  const journal = yield* Journal
  return yield* journal.list(filter, after)
})

/** `GET /_emulator/requests`: what bots asked of Graph, and Graph of bots. */
export const listRequests: Handler<Journal> = Effect.fnUntraced(function*(request) {
  return plainJson(200, yield* Effect.orDie(encodeList({ value: yield* find(request) })))
})

/** `GET /_emulator/requests.har`: the same as an HTTP Archive. */
export const exportRequests = (version: string): Handler<Journal> => (request) =>
  Effect.map(find(request), (entries) => plainJson(200, toHar(entries, request.origin, version)))

/** `DELETE /_emulator/requests`: forgets them. */
export const forgetRequests: Handler<Journal> = Effect.fnUntraced(function*() {
  const journal = yield* Journal
  yield* journal.clear
  return empty(204)
})

/** `POST /_emulator/expectations`: whether something was asked. */
export const checkExpectation: Handler<Journal> = Effect.fnUntraced(function*(request) {
  const expectation = yield* readBody(request, decodeExpectation)
  const journal = yield* Journal
  return plainJson(200, yield* Effect.orDie(encodeResult(yield* journal.check(expectation))))
})
